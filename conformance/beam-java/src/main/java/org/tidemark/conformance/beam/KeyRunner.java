package org.tidemark.conformance.beam;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TestInMemoryStateInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.TriggerStateMachineRunner;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/** One key: its state, its timers, and a fresh ReduceFnRunner for every work item, as Beam's runners do. */
final class KeyRunner {
  final String key;
  private final Strategy strategy;
  private final Consumer<WindowedValue<KV<String, Object>>> output;
  private final TestInMemoryStateInternals<String> state;
  private final InMemoryTimerInternals timers = new InMemoryTimerInternals();

  KeyRunner(String key, Strategy strategy, Consumer<WindowedValue<KV<String, Object>>> output) {
    this.key = key;
    this.strategy = strategy;
    this.output = output;
    this.state = new TestInMemoryStateInternals<>(key);
  }

  void advanceInput(Instant watermark, Instant processingTime) throws Exception {
    timers.advanceInputWatermark(watermark);
    timers.advanceProcessingTime(processingTime);
    timers.advanceSynchronizedProcessingTime(processingTime);
  }

  void advanceOutput(Instant watermark) {
    timers.advanceOutputWatermark(watermark);
  }

  void processElements(List<WindowedValue<Object>> elements) throws Exception {
    ReduceFnRunner<String, Object, Object, BoundedWindow> runner = runner();
    runner.processElements(elements);
    runner.persist();
  }

  /** Delivers everything that the clocks have reached, of all time domains, as one batch. */
  void fireTimers() throws Exception {
    List<TimerData> due = new ArrayList<>();
    for (TimerData t = timers.removeNextEventTimer(); t != null; t = timers.removeNextEventTimer()) {
      due.add(t);
    }
    for (TimerData t = timers.removeNextProcessingTimer(); t != null; t = timers.removeNextProcessingTimer()) {
      due.add(t);
    }
    for (TimerData t = timers.removeNextSynchronizedProcessingTimer();
        t != null;
        t = timers.removeNextSynchronizedProcessingTimer()) {
      due.add(t);
    }
    if (!due.isEmpty()) {
      ReduceFnRunner<String, Object, Object, BoundedWindow> runner = runner();
      runner.onTimers(due);
      runner.persist();
    }
  }

  private ReduceFnRunner<String, Object, Object, BoundedWindow> runner() {
    return new ReduceFnRunner<>(
        key,
        strategy.windowing(),
        strategy.trigger(),
        state,
        timers,
        output::accept,
        null,
        strategy.reduceFn(),
        null);
  }

  /** Null if there is none. */
  Instant earliestHold() {
    return state.earliestWatermarkHold();
  }

  /** Whether nothing is left in any state cell; timers and the markers of closed windows do not count. */
  boolean isEmpty() {
    for (StateNamespace namespace : state.getNamespacesInUse()) {
      for (Object tag : state.getTagsInUse(namespace)) {
        if (!tag.equals(TriggerStateMachineRunner.FINISHED_BITS_TAG)) {
          return false;
        }
      }
    }
    return true;
  }
}
