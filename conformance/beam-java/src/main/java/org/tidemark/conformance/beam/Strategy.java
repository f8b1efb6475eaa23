package org.tidemark.conformance.beam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
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
    AccumulationMode mode =
        switch (spec.path("accumulation").asText("discarding")) {
          case "discarding" -> AccumulationMode.DISCARDING_FIRED_PANES;
          case "accumulating" -> AccumulationMode.ACCUMULATING_FIRED_PANES;
          default -> throw new Main.Unsupported("accumulation " + spec.get("accumulation").asText());
        };
    WindowingStrategy<Object, BoundedWindow> windowing =
        WindowingStrategy.of((WindowFn<Object, BoundedWindow>) windowFn(spec.path("windows")))
            .withMode(mode)
            .withAllowedLateness(Duration.millis(millis(spec.path("allowedLateness"), 0)))
            .withClosingBehavior(
                always(spec, "closing", false) ? ClosingBehavior.FIRE_ALWAYS : ClosingBehavior.FIRE_IF_NON_EMPTY)
            .withOnTimeBehavior(
                always(spec, "onTime", true) ? OnTimeBehavior.FIRE_ALWAYS : OnTimeBehavior.FIRE_IF_NON_EMPTY)
            .withTimestampCombiner(
                switch (spec.path("timestampCombiner").asText("endOfWindow")) {
                  case "endOfWindow" -> TimestampCombiner.END_OF_WINDOW;
                  case "earliest" -> TimestampCombiner.EARLIEST;
                  case "latest" -> TimestampCombiner.LATEST;
                  default -> throw new Main.Unsupported("timestampCombiner " + spec.get("timestampCombiner"));
                });
    boolean inclusive = spec.path("processingDeadlines").asText("strict").equals("inclusive");
    RunnerApi.Trigger trigger = new Triggers(inclusive).parse(spec.path("trigger"));
    SystemReduceFn<?, ?, ?, ?, ?> reduceFn = spec.has("combine") ? COMBINERS.get(spec.get("combine").asText()) : LIST;
    if (reduceFn == null) {
      throw new Main.Unsupported("combine " + spec.get("combine"));
    }
    return new Strategy(
        windowing,
        ExecutableTriggerStateMachine.create(TriggerStateMachines.stateMachineForTrigger(trigger)),
        (SystemReduceFn<String, Object, ?, Object, BoundedWindow>) reduceFn,
        spec.has("combine"));
  }

  private static WindowFn<?, ?> windowFn(JsonNode windows) {
    if (windows.isMissingNode() || windows.asText().equals("global")) {
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
        if (!body.path("touching").asText("separate").equals("separate")) {
          throw new Main.Unsupported("touching " + body.get("touching"));
        }
        return Sessions.withGapDuration(Duration.millis(Wire.millis(body.path("gap"))));
      }
      default -> throw new Main.Unsupported("windows " + kind);
    }
  }

  private static Duration offset(JsonNode body, long modulus) {
    return Duration.millis(Math.floorMod(millis(body.path("offset"), 0), modulus));
  }

  private static long millis(JsonNode node, long otherwise) {
    return node.isMissingNode() ? otherwise : Wire.millis(node);
  }

  private static boolean always(JsonNode spec, String field, boolean otherwise) {
    return switch (spec.path(field).asText(otherwise ? "always" : "ifNonEmpty")) {
      case "always" -> true;
      case "ifNonEmpty" -> false;
      default -> throw new IllegalArgumentException(field + ": " + spec.get(field));
    };
  }

  private static <A, O> SystemReduceFn<String, Double, A, O, BoundedWindow> combining(
      CombineFn<? super Double, A, O> fn) {
    KvCoder<String, Double> coder = KvCoder.of(StringUtf8Coder.of(), DoubleCoder.of());
    return SystemReduceFn.combining(
        StringUtf8Coder.of(), AppliedCombineFn.withInputCoder(fn, CoderRegistry.createDefault(), coder));
  }
}
