package org.tidemark.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one peer, again and again, over one input; prints a line of JSON with the checksum of the
 * input, the results, and for each round the nanoseconds of processor time per element, with and
 * without the engine in its harness.
 */
public final class Main {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** The clock of processor time ticks every 10 ms, so a round runs at least so long. */
  private static final long LEAST_NANOS = 400_000_000;

  private interface Maker {
    Peer make(Results results) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    String name = args[0];
    Feed feed = Feed.read(Path.of(args[1]));
    Windows windows = Windows.parse(args[2]);
    int warmups = Integer.parseInt(args[3]);
    int samples = Integer.parseInt(args[4]);
    Maker peer = maker(name, windows);
    Maker nothing = nothing(name);
    List<Double> nanos = new ArrayList<>();
    List<Double> noop = new ArrayList<>();
    String results = null;
    for (int round = 0; round < warmups + samples; round++) {
      Results made = new Results();
      double cost = round(peer, feed, made);
      if (results != null && !results.equals(made.toString())) {
        throw new IllegalStateException(name + " put out " + made + " after " + results);
      }
      results = made.toString();
      double harness = nothing == null ? 0 : round(nothing, feed, new Results());
      if (round < warmups) continue;
      nanos.add(cost);
      noop.add(harness);
    }
    System.out.printf(
        "{\"checksum\":%d,\"results\":\"%s\",\"nanos\":%s,\"noop\":%s}%n",
        feed.checksum, results, nanos, nothing == null ? "null" : noop.toString());
    // Harnesses may leave threads behind.
    System.exit(0);
  }

  private static Maker maker(String name, Windows windows) {
    return switch (name) {
      case "jet" -> results -> new JetPeer(windows, false, results);
      case "jet-deduct" -> results -> new JetPeer(windows, true, results);
      case "flink" -> results -> FlinkPeer.windowing(windows, results);
      case "beam-java" -> results -> new BeamPeer(windows, results);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Maker nothing(String name) {
    return switch (name) {
      case "jet", "jet-deduct" -> results -> JetPeer.nothing();
      case "flink" -> results -> FlinkPeer.nothing();
      default -> null;
    };
  }

  /** The mean over as many runs as a round takes; what the last has put out is in `results`. */
  private static double round(Maker maker, Feed feed, Results results) throws Exception {
    long nanos = 0;
    int runs = 0;
    for (; nanos < LEAST_NANOS; runs++) {
      results.clear();
      Peer peer = maker.make(results);
      long before = MACHINE.getProcessCpuTime();
      run(peer, feed);
      nanos += MACHINE.getProcessCpuTime() - before;
      peer.close();
    }
    return (double) nanos / runs / feed.events.length;
  }

  private static void run(Peer peer, Feed feed) throws Exception {
    int from = 0;
    for (int bundle = 0; bundle < feed.ends.length; bundle++) {
      peer.elements(feed.events, from, feed.ends[bundle]);
      peer.watermark(feed.watermarks[bundle]);
      from = feed.ends[bundle];
    }
  }
}
