package org.tidemark.conformance.beam;

/** The case is well formed, but Beam Java has no form for it. */
final class Unsupported extends RuntimeException {
  Unsupported(String what) {
    super(what, null, false, false);
  }
}
