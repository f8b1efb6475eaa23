package org.tidemark.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The core of Beam's Java runners. As they do, it makes a new `ReduceFnRunner` for each key of a
 * bundle and for each key whose timers are due; which those are, a queue knows.
 */
final class BeamPeer implements Peer {
  private final WindowFn<Object, BoundedWindow> windowFn;
  private final WindowingStrategy<Object, BoundedWindow> strategy;
  private final ExecutableTriggerStateMachine trigger;
  private final SystemReduceFn<String, Long, ?, Long, BoundedWindow> sum;
  private final Results results;
  private final Map<String, Key> keys = new HashMap<>();
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  private record Due(long at, Key key) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(at, other.at);
    }
  }

  private static final class Key {
    final String name;
    final InMemoryStateInternals<String> state;
    final InMemoryTimerInternals timers = new InMemoryTimerInternals();
    long queued = Long.MAX_VALUE;

    Key(String name) {
      this.name = name;
      this.state = InMemoryStateInternals.forKey(name);
    }
  }

  @SuppressWarnings("unchecked")
  BeamPeer(Windows windows, Results results) {
    this.results = results;
    this.windowFn = (WindowFn<Object, BoundedWindow>) (WindowFn<?, ?>) windowFn(windows);
    this.strategy = WindowingStrategy.of(windowFn);
    this.trigger =
        ExecutableTriggerStateMachine.create(
            TriggerStateMachines.stateMachineForTrigger(
                TriggerTranslation.toProto(strategy.getTrigger())));
    KvCoder<String, Long> coder = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    this.sum =
        SystemReduceFn.combining(
            StringUtf8Coder.of(),
            AppliedCombineFn.withInputCoder(
                Sum.ofLongs(), CoderRegistry.createDefault(), coder));
  }

  @Override
  public void elements(Event[] events, int from, int to) throws Exception {
    Map<String, List<WindowedValue<Long>>> byKey = new LinkedHashMap<>();
    for (int at = from; at < to; at++) {
      Event event = events[at];
      Instant timestamp = new Instant(event.timestamp);
      byKey
          .computeIfAbsent(event.key, key -> new ArrayList<>())
          .add(WindowedValues.of(event.value, timestamp, windowsOf(timestamp), PaneInfo.NO_FIRING));
    }
    for (Map.Entry<String, List<WindowedValue<Long>>> entry : byKey.entrySet()) {
      Key key = keys.computeIfAbsent(entry.getKey(), Key::new);
      moveClock(key);
      ReduceFnRunner<String, Long, Long, BoundedWindow> runner = runner(key);
      runner.processElements(entry.getValue());
      runner.persist();
      enqueue(key);
    }
  }

  @Override
  public void watermark(long to) throws Exception {
    watermark = new Instant(to);
    for (Due due = queue.peek(); due != null && due.at < to; due = queue.peek()) {
      queue.poll();
      Key key = due.key;
      if (key.queued != due.at) continue;
      key.queued = Long.MAX_VALUE;
      moveClock(key);
      fire(key);
      enqueue(key);
    }
  }

  private void fire(Key key) throws Exception {
    List<TimerData> due = new ArrayList<>();
    for (TimerData timer = key.timers.removeNextEventTimer();
        timer != null;
        timer = key.timers.removeNextEventTimer()) {
      due.add(timer);
    }
    if (due.isEmpty()) return;
    ReduceFnRunner<String, Long, Long, BoundedWindow> runner = runner(key);
    runner.onTimers(due);
    runner.persist();
  }

  private void moveClock(Key key) throws Exception {
    if (key.timers.currentInputWatermarkTime().isBefore(watermark)) {
      key.timers.advanceInputWatermark(watermark);
    }
  }

  private void enqueue(Key key) {
    Instant next = key.timers.getNextTimer(TimeDomain.EVENT_TIME);
    if (next == null || next.getMillis() >= key.queued) return;
    key.queued = next.getMillis();
    queue.add(new Due(key.queued, key));
  }

  private ReduceFnRunner<String, Long, Long, BoundedWindow> runner(Key key) {
    return new ReduceFnRunner<>(
        key.name,
        strategy,
        trigger,
        key.state,
        key.timers,
        value -> {
          IntervalWindow window = (IntervalWindow) value.getWindows().iterator().next();
          results.pane(
              value.getValue().getKey(),
              window.start().getMillis(),
              window.end().getMillis(),
              value.getValue().getValue());
        },
        null,
        sum,
        null);
  }

  private java.util.Collection<BoundedWindow> windowsOf(Instant timestamp) throws Exception {
    return windowFn.assignWindows(
        windowFn.new AssignContext() {
          @Override
          public Object element() {
            return null;
          }

          @Override
          public Instant timestamp() {
            return timestamp;
          }

          @Override
          public BoundedWindow window() {
            return null;
          }
        });
  }

  private static WindowFn<Object, IntervalWindow> windowFn(Windows windows) {
    Duration size = Duration.millis(windows.size());
    if (windows.sessions()) return Sessions.withGapDuration(size);
    if (windows.size() == windows.period()) return FixedWindows.of(size);
    return SlidingWindows.of(size).every(Duration.millis(windows.period()));
  }
}
