package org.tidemark.bench;

import java.time.Duration;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalSingleValueWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Flink's window operator over heap state, in the harness that its own tests use. Its favourable
 * case: one record used again, and an accumulator that is changed in place.
 */
final class FlinkPeer implements Peer {
  private static final KeySelector<Event, String> KEY = event -> event.key;

  private final KeyedOneInputStreamOperatorTestHarness<String, Event, Object> harness;
  private final StreamRecord<Event> record = new StreamRecord<>(null);

  private FlinkPeer(OneInputStreamOperator<Event, Object> operator) throws Exception {
    harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, KEY, Types.STRING);
    harness.open();
  }

  static Peer windowing(Windows windows, Results results) throws Exception {
    WindowFunction<Long, Object, String, TimeWindow> output =
        (key, window, sums, out) -> {
          for (long sum : sums) results.pane(key, window.getStart(), window.getEnd(), sum);
        };
    AggregatingStateDescriptor<Event, long[], Long> state =
        new AggregatingStateDescriptor<>(
            "sum", new Sum(), PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    SerializerConfigImpl serializers = new SerializerConfigImpl();
    state.initializeSerializerUnlessSet(new ExecutionConfig());
    return new FlinkPeer(
        new WindowOperator<>(
            assigner(windows),
            new TimeWindow.Serializer(),
            KEY,
            Types.STRING.createSerializer(serializers),
            state,
            new InternalSingleValueWindowFunction<>(output),
            EventTimeTrigger.create(),
            0,
            null));
  }

  static Peer nothing() throws Exception {
    return new FlinkPeer(new Nothing());
  }

  @Override
  public void elements(Event[] events, int from, int to) throws Exception {
    for (int at = from; at < to; at++) {
      Event event = events[at];
      harness.processElement(record.replace(event, event.timestamp));
    }
  }

  /** Flink's watermark promises that nothing at it will come any more. */
  @Override
  public void watermark(long watermark) throws Exception {
    harness.processWatermark(watermark - 1);
    harness.getOutput().clear();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }

  private static WindowAssigner<Object, TimeWindow> assigner(Windows windows) {
    Duration size = Duration.ofMillis(windows.size());
    if (windows.sessions()) return EventTimeSessionWindows.withGap(size);
    if (windows.size() == windows.period()) return TumblingEventTimeWindows.of(size);
    return SlidingEventTimeWindows.of(size, Duration.ofMillis(windows.period()));
  }

  private static final class Sum implements AggregateFunction<Event, long[], Long> {
    @Override
    public long[] createAccumulator() {
      return new long[1];
    }

    @Override
    public long[] add(Event event, long[] sum) {
      sum[0] += event.value;
      return sum;
    }

    @Override
    public Long getResult(long[] sum) {
      return sum[0];
    }

    @Override
    public long[] merge(long[] a, long[] b) {
      a[0] += b[0];
      return a;
    }
  }

  /** Takes every element and does nothing: what the harness and setting the key cost. */
  private static final class Nothing extends AbstractStreamOperator<Object>
      implements OneInputStreamOperator<Event, Object> {
    @Override
    public void processElement(StreamRecord<Event> element) {}
  }
}
