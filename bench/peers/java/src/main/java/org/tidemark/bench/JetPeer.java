package org.tidemark.bench;

import com.hazelcast.function.FunctionEx;
import com.hazelcast.function.ToLongFunctionEx;
import com.hazelcast.jet.accumulator.LongAccumulator;
import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.Outbox;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.core.SlidingWindowPolicy;
import com.hazelcast.jet.core.TimestampKind;
import com.hazelcast.jet.core.Watermark;
import com.hazelcast.jet.core.function.KeyedWindowResultFunction;
import com.hazelcast.jet.core.processor.Processors;
import com.hazelcast.jet.core.test.TestInbox;
import com.hazelcast.jet.core.test.TestProcessorContext;
import java.util.List;

/** Hazelcast Jet's window processors, driven through the inbox that its own tests use. */
final class JetPeer implements Peer {
  private final Processor processor;
  private final TestInbox inbox = new TestInbox();

  private JetPeer(Processor processor) throws Exception {
    this.processor = processor;
    processor.init(new Discarding(), new TestProcessorContext());
  }

  /** With `deducts` the sum may be taken back, so that a sliding window needs no recombination. */
  JetPeer(Windows windows, boolean deducts, Results results) throws Exception {
    this(processor(windows, deducts, results));
  }

  static Peer nothing() throws Exception {
    return new JetPeer(new Nothing());
  }

  @Override
  public void elements(Event[] events, int from, int to) {
    for (int at = from; at < to; at++) inbox.add(events[at]);
    while (!inbox.isEmpty()) processor.process(0, inbox);
  }

  @Override
  public void watermark(long watermark) {
    Watermark mark = new Watermark(watermark);
    while (!processor.tryProcessWatermark(mark)) {}
  }

  private static Processor processor(Windows windows, boolean deducts, Results results) {
    FunctionEx<Event, String> key = event -> event.key;
    ToLongFunctionEx<Event> timestamp = event -> event.timestamp;
    KeyedWindowResultFunction<String, Long, Object> output =
        (start, end, of, sum, early) -> {
          results.pane(of, start, end, sum);
          return Boolean.TRUE;
        };
    AggregateOperation1<Event, LongAccumulator, Long> sum = sum(deducts);
    if (windows.sessions()) {
      return Processors.aggregateToSessionWindowP(
              windows.size(), 0, List.of(timestamp), List.of(key), sum, output)
          .get();
    }
    return Processors.aggregateToSlidingWindowP(
            List.of(key),
            List.of(timestamp),
            TimestampKind.EVENT,
            SlidingWindowPolicy.slidingWinPolicy(windows.size(), windows.period()),
            0,
            sum,
            output)
        .get();
  }

  private static AggregateOperation1<Event, LongAccumulator, Long> sum(boolean deducts) {
    var known =
        AggregateOperation.withCreate(LongAccumulator::new)
            .andAccumulate((LongAccumulator acc, Event event) -> acc.add(event.value))
            .andCombine(LongAccumulator::add);
    return deducts
        ? known.andDeduct(LongAccumulator::subtract).andExportFinish(LongAccumulator::get)
        : known.andExportFinish(LongAccumulator::get);
  }

  /** Takes every element and does nothing: what the inbox costs. */
  private static final class Nothing extends AbstractProcessor {
    @Override
    protected boolean tryProcess(int ordinal, Object item) {
      return true;
    }

    @Override
    public boolean tryProcessWatermark(Watermark watermark) {
      return true;
    }
  }

  /** Panes are taken where they are made; nothing is kept here. */
  private static final class Discarding implements Outbox {
    @Override
    public int bucketCount() {
      return 1;
    }

    @Override
    public boolean offer(int ordinal, Object item) {
      return true;
    }

    @Override
    public boolean offer(int[] ordinals, Object item) {
      return true;
    }

    @Override
    public boolean offerToSnapshot(Object key, Object value) {
      return true;
    }

    @Override
    public boolean hasUnfinishedItem() {
      return false;
    }
  }
}
