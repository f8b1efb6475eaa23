package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.DeltaTrigger;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalIterableWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** Flink's window operator over heap state, in the harness that its own tests use. Elements are `key value`, with the value as JSON. */
final class FlinkEngine implements Engine {
  private static final OutputTag<String> LATE = new OutputTag<>("late", Types.STRING);

  @Override
  public String name() {
    return "Apache Flink";
  }

  @Override
  public String version() {
    return EnvironmentInformation.getVersion();
  }

  @Override
  public ObjectNode capabilities() {
    ObjectNode can = Main.JSON.createObjectNode();
    can.set("windows", Wire.names("global", "fixed", "sliding", "sessions"));
    can.set("triggers", Wire.names("default", "always", "everyEventTime", "everyProcessingTime", "afterDelta", "repeatedly", "afterCount"));
    can.put("triggerDepth", 2);
    can.set("accumulation", Wire.names("discarding", "accumulating"));
    can.set("closing", Wire.names("never"));
    can.set("onTime", Wire.names("ifNonEmpty"));
    can.set("timestampCombiner", Wire.names("endOfWindow"));
    can.set("reports", Wire.names("timestamp", "late", "empty"));
    return can;
  }

  @Override
  public ArrayNode run(JsonNode spec) throws Exception {
    if (Wire.kindOf(spec.path("windows")).equals("global")) {
      if (needsEnd(spec.path("trigger"))) {
        throw new Unsupported("the end of the global window");
      }
      return run(spec, GlobalWindows.create(), new GlobalWindow.Serializer());
    }
    return run(spec, assigner(spec.path("windows")), new TimeWindow.Serializer());
  }

  /** Whether a trigger looks at the bounds of its window, which the global window has not. */
  private static boolean needsEnd(JsonNode trigger) {
    String text = trigger.toString();
    return text.contains("default") || text.contains("every");
  }

  private static <W extends Window> ArrayNode run(
      JsonNode spec, WindowAssigner<Object, W> assigner, TypeSerializer<W> windowSerializer) throws Exception {
    String combine = spec.path("combine").asText();
    WindowFunction<String, ObjectNode, String, W> output =
        (key, window, contents, out) -> {
          ArrayNode values = Main.JSON.createArrayNode();
          for (String element : contents) {
            values.add(valueOf(element));
          }
          long start = window instanceof TimeWindow time ? time.getStart() : -Wire.MAX;
          long end = window instanceof TimeWindow time ? time.getEnd() : Wire.MAX;
          out.collect(Wire.output(key, start, end, Wire.combined(combine, values), 0));
        };
    ListStateDescriptor<String> state = new ListStateDescriptor<>("contents", StringSerializer.INSTANCE);
    state.initializeSerializerUnlessSet(new ExecutionConfig());
    WindowOperator<String, String, Iterable<String>, ObjectNode, W> operator =
        new WindowOperator<>(
            assigner,
            windowSerializer,
            FlinkEngine::keyOf,
            Types.STRING.createSerializer(new SerializerConfigImpl()),
            state,
            new InternalIterableWindowFunction<>(output),
            trigger(spec),
            Wire.millis(spec.path("allowedLateness")),
            LATE);
    try (KeyedOneInputStreamOperatorTestHarness<String, String, ObjectNode> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(operator, FlinkEngine::keyOf, Types.STRING)) {
      harness.open();
      return play(harness, spec);
    }
  }

  private static ArrayNode play(
      KeyedOneInputStreamOperatorTestHarness<String, String, ObjectNode> harness, JsonNode spec) throws Exception {
    JsonNode steps = spec.path("steps");
    boolean needsClock = spec.path("trigger").toString().contains("everyProcessingTime");
    ArrayNode observations = Main.JSON.createArrayNode();
    long watermark = Long.MIN_VALUE;
    long processingTime = Long.MIN_VALUE;
    int lateBefore = 0;
    for (JsonNode step : steps) {
      boolean hasElements = !step.path("elements").isEmpty();
      if (hasElements && needsClock && processingTime == Long.MIN_VALUE) {
        throw new Unsupported("elements before processing time is known");
      }
      for (JsonNode element : step.path("elements")) {
        harness.processElement(element.get(2).asText() + " " + element.get(0), Wire.millis(element.get(1)));
      }
      JsonNode clocks = step.has("advanceTogether") ? step.get("advanceTogether") : step;
      if (clocks.has("processingTime") && Wire.millis(clocks.get("processingTime")) > processingTime) {
        processingTime = Wire.millis(clocks.get("processingTime"));
        harness.setProcessingTime(processingTime);
      }
      JsonNode next = clocks.get("watermark");
      if (next != null && Wire.millis(next) > watermark) {
        watermark = Wire.millis(next);
        // Flink's watermark says that nothing at it will come any more; ours that nothing before it will.
        harness.processWatermark(watermark == Wire.MAX ? Long.MAX_VALUE : watermark - 1);
      }
      ObjectNode observation = observations.addObject();
      ArrayNode outputs = observation.putArray("outputs");
      for (Object out : harness.getOutput()) {
        if (out instanceof StreamRecord<?> record) {
          long timestamp = Math.min(record.getTimestamp(), Wire.MAX - 1);
          outputs.add(((ObjectNode) record.getValue()).put("timestamp", timestamp));
        }
      }
      harness.getOutput().clear();
      int late = harness.getSideOutput(LATE) == null ? 0 : harness.getSideOutput(LATE).size();
      observation.put("late", late - lateBefore);
      lateBefore = late;
      observation.put("empty", harness.numKeyedStateEntries() == 0 && harness.numEventTimeTimers() == 0);
    }
    return observations;
  }

  private static String keyOf(String element) {
    return element.substring(0, element.indexOf(' '));
  }

  private static JsonNode valueOf(String element) throws Exception {
    return Main.JSON.readTree(element.substring(element.indexOf(' ') + 1));
  }

  private static WindowAssigner<Object, TimeWindow> assigner(JsonNode windows) {
    String kind = Wire.kindOf(windows);
    JsonNode fields = windows.path(kind);
    switch (kind) {
      case "fixed" -> {
        long size = Wire.millis(fields.path("size"));
        return TumblingEventTimeWindows.of(Duration.ofMillis(size), Duration.ofMillis(Wire.offset(fields, size)));
      }
      case "sliding" -> {
        long period = Wire.millis(fields.path("period"));
        return SlidingEventTimeWindows.of(
            Duration.ofMillis(Wire.millis(fields.path("size"))),
            Duration.ofMillis(period),
            Duration.ofMillis(Wire.offset(fields, period)));
      }
      case "sessions" -> {
        if (fields.has("maxDuration")) {
          throw new Unsupported("sessions with maxDuration");
        }
        return EventTimeSessionWindows.withGap(Duration.ofMillis(Wire.millis(fields.path("gap"))));
      }
      default -> throw new Unsupported("windows " + kind);
    }
  }

  @SuppressWarnings("unchecked")
  private static <W extends Window> Trigger<Object, W> trigger(JsonNode spec) {
    Trigger<Object, W> trigger = (Trigger<Object, W>) trigger(spec.path("trigger"), false);
    boolean purges = spec.path("accumulation").asText().equals("discarding");
    return purges ? PurgingTrigger.of(trigger) : trigger;
  }

  /** Flink's triggers never finish: they are those of ours that repeat. */
  private static Trigger<Object, ? extends Window> trigger(JsonNode json, boolean isRepeated) {
    String kind = Wire.kindOf(json);
    JsonNode fields = json.path(kind);
    switch (kind) {
      case "default" -> {
        return EventTimeTrigger.create();
      }
      case "always" -> {
        return CountTrigger.of(1);
      }
      case "repeatedly" -> {
        return trigger(fields, true);
      }
      case "afterDelta" -> {
        return DeltaTrigger.of(
            fields.path("threshold").asDouble(), FlinkEngine::distance, (TypeSerializer) StringSerializer.INSTANCE);
      }
      case "everyEventTime" -> {
        if (fields.path("offset").asLong() != 0) {
          throw new Unsupported("continuous triggers with an offset");
        }
        return ContinuousEventTimeTrigger.of(Duration.ofMillis(fields.path("period").asLong()));
      }
      case "everyProcessingTime" -> {
        if (fields.path("offset").asLong() != 0) {
          throw new Unsupported("continuous triggers with an offset");
        }
        return ContinuousProcessingTimeTrigger.of(Duration.ofMillis(fields.path("period").asLong()));
      }
      case "afterCount" -> {
        if (isRepeated) {
          return CountTrigger.of(fields.asLong());
        }
      }
      default -> {}
    }
    throw new Unsupported("trigger " + kind);
  }

  private static double distance(Object before, Object now) {
    try {
      return Math.abs(valueOf((String) now).asDouble() - valueOf((String) before).asDouble());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
