package org.tidemark.bench;

/** Fixed and sliding windows have a size and a period, sessions a gap. Milliseconds. */
record Windows(boolean sessions, long size, long period) {
  static Windows parse(String text) {
    String[] parts = text.split(":");
    long size = Long.parseLong(parts[1]);
    return switch (parts[0]) {
      case "fixed" -> new Windows(false, size, size);
      case "sliding" -> new Windows(false, size, Long.parseLong(parts[2]));
      case "sessions" -> new Windows(true, size, 0);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
