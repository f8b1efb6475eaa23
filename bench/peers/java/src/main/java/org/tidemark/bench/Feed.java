package org.tidemark.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The input that all peers get, as bench/peers/file.ts has written it. */
final class Feed {
  final Event[] events;
  /** Bundle b ends before this element. */
  final int[] ends;
  /** The watermark after a bundle. */
  final long[] watermarks;
  final int keys;
  final int checksum;

  private Feed(Event[] events, int[] ends, long[] watermarks, int keys, int checksum) {
    this.events = events;
    this.ends = ends;
    this.watermarks = watermarks;
    this.keys = keys;
    this.checksum = checksum;
  }

  static Feed read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      data.order(ByteOrder.LITTLE_ENDIAN);
      int elements = data.getInt();
      int bundles = data.getInt();
      int keys = data.getInt();
      String[] names = new String[keys];
      for (int at = 0; at < keys; at++) names[at] = String.format("user-%06d", at);
      int checksum = 0;
      Event[] events = new Event[elements];
      for (int at = 0; at < elements; at++) {
        int key = data.getInt();
        int value = data.getInt();
        long timestamp = (long) data.getDouble();
        checksum = 31 * (31 * (31 * checksum + key) + value) + (int) timestamp;
        events[at] = new Event(names[key], value, timestamp);
      }
      int[] ends = new int[bundles];
      long[] watermarks = new long[bundles];
      for (int at = 0; at < bundles; at++) {
        ends[at] = data.getInt();
        watermarks[at] = (long) data.getDouble();
        checksum = 31 * (31 * checksum + ends[at]) + (int) watermarks[at];
      }
      return new Feed(events, ends, watermarks, keys, checksum);
    }
  }
}
