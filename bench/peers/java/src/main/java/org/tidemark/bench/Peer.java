package org.tidemark.bench;

/** An engine with nothing in it yet. What it puts out goes to the results it was made with. */
interface Peer extends AutoCloseable {
  /** Takes the elements from `from` to before `to`. */
  void elements(Event[] events, int from, int to) throws Exception;

  /** No element before this instant will come. */
  void watermark(long watermark) throws Exception;

  @Override
  default void close() throws Exception {}
}
