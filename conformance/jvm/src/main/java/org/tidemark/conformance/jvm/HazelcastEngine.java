package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.function.FunctionEx;
import com.hazelcast.function.ToLongFunctionEx;
import com.hazelcast.internal.util.counters.Counter;
import com.hazelcast.jet.accumulator.LongAccumulator;
import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.core.SlidingWindowPolicy;
import com.hazelcast.jet.core.TimestampKind;
import com.hazelcast.jet.core.Watermark;
import com.hazelcast.jet.core.function.KeyedWindowResultFunction;
import com.hazelcast.jet.core.processor.Processors;
import com.hazelcast.jet.core.test.TestInbox;
import com.hazelcast.jet.core.test.TestOutbox;
import com.hazelcast.jet.core.test.TestProcessorContext;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.pipeline.WindowDefinition;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Hazelcast Jet's window processors, driven through the inbox of its own tests. Counts and sums are its own
 * aggregates, which can be taken back; all others are made of the list of what a window holds.
 */
final class HazelcastEngine implements Engine {
  /** An element as Jet is given it. */
  private record Element(String key, String value, long timestamp) implements Serializable {}

  @Override
  public String name() {
    return "Hazelcast Jet";
  }

  @Override
  public String version() {
    return WindowDefinition.class.getPackage().getImplementationVersion();
  }

  @Override
  public ObjectNode capabilities() {
    ObjectNode can = Main.JSON.createObjectNode();
    can.set("windows", Wire.names("fixed", "sliding", "sessions"));
    can.set("triggers", Wire.names("default"));
    can.put("triggerDepth", 1);
    can.set("accumulation", Wire.names("accumulating", "discarding"));
    can.set("onTime", Wire.names("ifNonEmpty"));
    can.set("timestampCombiner", Wire.names("endOfWindow"));
    can.put("processingTime", false);
    // So that sums come to nothing now and then.
    can.put("leastValue", -9);
    can.set("reports", Wire.names("late"));
    return can;
  }

  @Override
  public ArrayNode run(JsonNode spec) throws Exception {
    Processor processor = processor(spec.path("windows"), aggregate(spec.path("combine").asText()));
    TestOutbox outbox = new TestOutbox(1_000_000);
    processor.init(outbox, new TestProcessorContext());
    Counter late = lateOf(processor);
    TestInbox inbox = new TestInbox();
    ArrayNode observations = Main.JSON.createArrayNode();
    long watermark = Long.MIN_VALUE;
    long lateBefore = 0;
    for (JsonNode step : spec.path("steps")) {
      for (JsonNode element : step.path("elements")) {
        inbox.add(new Element(element.get(2).asText(), element.get(0).toString(), Wire.millis(element.get(1))));
      }
      while (!inbox.isEmpty()) {
        processor.process(0, inbox);
      }
      JsonNode next = step.get("watermark");
      if (next != null && Wire.millis(next) > watermark) {
        watermark = Wire.millis(next);
        advance(processor, watermark);
      }
      ObjectNode observation = observations.addObject();
      ArrayNode outputs = observation.putArray("outputs");
      Queue<Object> results = outbox.queue(0);
      for (Object result = results.poll(); result != null; result = results.poll()) {
        if (result instanceof KeyedWindowResult<?, ?> pane) {
          outputs.add(output(pane, spec.path("combine").asText()));
        }
      }
      observation.put("late", late.get() - lateBefore);
      lateBefore = late.get();
    }
    return observations;
  }

  /** The end of time is the end of the input. */
  private static void advance(Processor processor, long watermark) {
    if (watermark == Wire.MAX) {
      while (!processor.complete()) {}
    } else {
      Watermark mark = new Watermark(watermark);
      while (!processor.tryProcessWatermark(mark)) {}
    }
  }

  private static JsonNode output(KeyedWindowResult<?, ?> pane, String combine) throws Exception {
    ObjectNode output = Main.JSON.createObjectNode().put("key", (String) pane.key());
    output.putArray("window").add(pane.start()).add(pane.end());
    if (pane.result() instanceof Long whole) {
      return output.put("value", whole);
    }
    ArrayNode values = Main.JSON.createArrayNode();
    for (Object value : (List<?>) pane.result()) {
      values.add(Main.JSON.readTree((String) value));
    }
    return output.set("value", Wire.combined(combine, values));
  }

  private static AggregateOperation1<Element, ?, ?> aggregate(String combine) {
    return switch (combine) {
      case "count" -> AggregateOperations.<Element>counting();
      case "sum" -> AggregateOperations.<Element>summingLong(element -> Long.parseLong(element.value()));
      default ->
          AggregateOperation.withCreate(ArrayList<String>::new)
              .andAccumulate((ArrayList<String> all, Element element) -> all.add(element.value()))
              .andCombine((ArrayList<String> all, ArrayList<String> others) -> all.addAll(others))
              .andExportFinish(all -> (List<String>) new ArrayList<>(all));
    };
  }

  private static <A, R> Processor processor(JsonNode windows, AggregateOperation1<Element, A, R> aggregate)
      throws Exception {
    FunctionEx<Element, String> key = Element::key;
    ToLongFunctionEx<Element> timestamp = Element::timestamp;
    KeyedWindowResultFunction<String, R, KeyedWindowResult<String, R>> output = KeyedWindowResult::new;
    String kind = Wire.kindOf(windows);
    JsonNode fields = windows.path(kind);
    if (kind.equals("sessions")) {
      if (fields.has("maxDuration")) {
        throw new Unsupported("sessions with maxDuration");
      }
      return Processors.aggregateToSessionWindowP(
              Wire.millis(fields.path("gap")), 0, List.of(timestamp), List.of(key), aggregate, output)
          .get();
    }
    long size = Wire.millis(fields.path("size"));
    long period = kind.equals("fixed") ? size : Wire.millis(fields.path("period"));
    if (size % period != 0) {
      throw new Unsupported("a size that is no multiple of the period");
    }
    SlidingWindowPolicy policy =
        SlidingWindowPolicy.slidingWinPolicy(size, period).withOffset(Wire.offset(fields, period));
    return Processors.aggregateToSlidingWindowP(
            List.of(key), List.of(timestamp), TimestampKind.EVENT, policy, 0, aggregate, output)
        .get();
  }

  /** Jet tells only its metrics what it has dropped. */
  private static Counter lateOf(Processor processor) throws ReflectiveOperationException {
    Field field = processor.getClass().getDeclaredField("lateEventsDropped");
    field.setAccessible(true);
    return (Counter) field.get(processor);
  }
}
