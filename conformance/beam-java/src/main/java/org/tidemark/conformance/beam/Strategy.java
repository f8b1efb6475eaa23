package org.tidemark.conformance.beam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.Min;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;

/** What a case states before its steps: windows, trigger, refinement, and how values are reduced. */
record Strategy(
    WindowingStrategy<Object, BoundedWindow> windowing,
    ExecutableTriggerStateMachine trigger,
    SystemReduceFn<String, Object, ?, Object, BoundedWindow> reduceFn,
    boolean combines) {

  /** Lists keep each value as its JSON text; combiners see doubles. */
  private static final SystemReduceFn<String, String, ?, ?, BoundedWindow> LIST =
      SystemReduceFn.buffering(StringUtf8Coder.of());

  private static final Map<String, SystemReduceFn<String, Double, ?, ?, BoundedWindow>> COMBINERS =
      Map.of(
          "sum", combining(Sum.ofDoubles()),
          "count", combining(Count.<Double>combineFn()),
          "min", combining(Min.ofDoubles()),
          "max", combining(Max.ofDoubles()),
          "mean", combining(Mean.<Double>of()));

  @SuppressWarnings("unchecked")
  static Strategy parse(JsonNode spec) {
    String combine = spec.path("combine").asText();
    SystemReduceFn<?, ?, ?, ?, ?> reduceFn = combine.equals("list") ? LIST : COMBINERS.get(combine);
    if (reduceFn == null) {
      throw new Unsupported("combine " + combine);
    }
    return new Strategy(
        windowing((WindowFn<Object, BoundedWindow>) windowFn(spec.path("windows")), spec),
        ExecutableTriggerStateMachine.create(
            TriggerStateMachines.stateMachineForTrigger(Triggers.parse(spec.path("trigger")))),
        (SystemReduceFn<String, Object, ?, Object, BoundedWindow>) reduceFn,
        !combine.equals("list"));
  }

  private static WindowingStrategy<Object, BoundedWindow> windowing(
      WindowFn<Object, BoundedWindow> windowFn, JsonNode spec) {
    return WindowingStrategy.of(windowFn)
        .withMode(
            choice(
                spec,
                "accumulation",
                Map.of(
                    "discarding", AccumulationMode.DISCARDING_FIRED_PANES,
                    "accumulating", AccumulationMode.ACCUMULATING_FIRED_PANES)))
        .withAllowedLateness(Duration.millis(Wire.millis(spec.path("allowedLateness"))))
        .withClosingBehavior(
            choice(
                spec,
                "closing",
                Map.of("always", ClosingBehavior.FIRE_ALWAYS, "ifNonEmpty", ClosingBehavior.FIRE_IF_NON_EMPTY)))
        .withOnTimeBehavior(
            choice(
                spec,
                "onTime",
                Map.of("always", OnTimeBehavior.FIRE_ALWAYS, "ifNonEmpty", OnTimeBehavior.FIRE_IF_NON_EMPTY)))
        .withTimestampCombiner(
            choice(
                spec,
                "timestampCombiner",
                Map.of(
                    "endOfWindow", TimestampCombiner.END_OF_WINDOW,
                    "earliest", TimestampCombiner.EARLIEST,
                    "latest", TimestampCombiner.LATEST)));
  }

  private static <T> T choice(JsonNode spec, String field, Map<String, T> known) {
    String name = spec.path(field).asText();
    T choice = known.get(name);
    if (choice == null) {
      throw new Unsupported(field + " " + name);
    }
    return choice;
  }

  private static WindowFn<?, ?> windowFn(JsonNode windows) {
    if (windows.asText().equals("global")) {
      return new GlobalWindows();
    }
    String kind = windows.fieldNames().next();
    JsonNode body = windows.get(kind);
    switch (kind) {
      case "fixed" -> {
        long size = Wire.millis(body.path("size"));
        return FixedWindows.of(Duration.millis(size)).withOffset(offset(body, size));
      }
      case "sliding" -> {
        long period = Wire.millis(body.path("period"));
        return SlidingWindows.of(Duration.millis(Wire.millis(body.path("size"))))
            .every(Duration.millis(period))
            .withOffset(offset(body, period));
      }
      case "sessions" -> {
        return Sessions.withGapDuration(Duration.millis(Wire.millis(body.path("gap"))));
      }
      default -> throw new Unsupported("windows " + kind);
    }
  }

  /** Beam refuses an offset that is negative or not below the period, and means the same by its remainder. */
  private static Duration offset(JsonNode body, long period) {
    return Duration.millis(Math.floorMod(body.has("offset") ? Wire.millis(body.get("offset")) : 0, period));
  }

  private static <A, O> SystemReduceFn<String, Double, A, O, BoundedWindow> combining(
      CombineFn<? super Double, A, O> fn) {
    KvCoder<String, Double> coder = KvCoder.of(StringUtf8Coder.of(), DoubleCoder.of());
    return SystemReduceFn.combining(
        StringUtf8Coder.of(), AppliedCombineFn.withInputCoder(fn, CoderRegistry.createDefault(), coder));
  }
}
