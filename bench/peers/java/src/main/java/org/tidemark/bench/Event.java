package org.tidemark.bench;

/** One element. Made before the clock starts, so that a peer never pays for it. */
public final class Event {
  public final String key;
  public final long value;
  public final long timestamp;

  public Event(String key, long value, long timestamp) {
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
  }
}
