package org.tidemark.conformance.jvm;

/** The engine has not what the case needs. */
final class Unsupported extends RuntimeException {
  Unsupported(String what) {
    super(what);
  }
}
