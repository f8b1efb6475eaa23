package org.tidemark.conformance.beam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimestampTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.Trigger;

/**
 * The trigger grammar as Beam's trigger message, the form that runners build their state machines from. The Java
 * SDK's own types could not say everything: they want "once" triggers as early, late and finally.
 */
final class Triggers {
  private static final Trigger NEVER = Trigger.newBuilder().setNever(Trigger.Never.getDefaultInstance()).build();

  private Triggers() {}

  static Trigger parse(JsonNode node) {
    Trigger.Builder trigger = Trigger.newBuilder();
    if (node.isTextual()) {
      switch (node.asText()) {
        case "default" -> trigger.getDefaultBuilder();
        case "never" -> trigger.getNeverBuilder();
        case "always" -> trigger.getAlwaysBuilder();
        default -> throw new IllegalArgumentException("not a trigger: " + node);
      }
      return trigger.build();
    }
    if (node.size() != 1) {
      throw new IllegalArgumentException("not a trigger: " + node);
    }
    String kind = node.fieldNames().next();
    JsonNode body = node.get(kind);
    switch (kind) {
      case "afterCount" -> trigger.getElementCountBuilder().setElementCount(body.intValue());
      case "afterWatermark" -> afterWatermark(trigger.getAfterEndOfWindowBuilder(), body);
      case "afterProcessingTime" -> afterProcessingTime(trigger.getAfterProcessingTimeBuilder(), body);
      case "afterSynchronizedProcessingTime" -> trigger.getAfterSynchronizedProcessingTimeBuilder();
      case "repeatedly" -> trigger.getRepeatBuilder().setSubtrigger(parse(body));
      case "afterAll" -> trigger.getAfterAllBuilder().addAllSubtriggers(parts(kind, body));
      case "afterAny" -> trigger.getAfterAnyBuilder().addAllSubtriggers(parts(kind, body));
      case "afterEach" -> trigger.getAfterEachBuilder().addAllSubtriggers(parts(kind, body));
      case "orFinally" ->
          trigger.getOrFinallyBuilder().setMain(parse(body.path("main"))).setFinally(parse(body.path("finally")));
      default -> throw new Unsupported("trigger " + kind);
    }
    return trigger.build();
  }

  /** Beam's state machines refuse a single part. */
  private static List<Trigger> parts(String kind, JsonNode nodes) {
    if (nodes.size() < 2) {
      throw new Unsupported(kind + " of one part");
    }
    List<Trigger> triggers = new ArrayList<>();
    nodes.forEach(node -> triggers.add(parse(node)));
    return triggers;
  }

  private static void afterWatermark(Trigger.AfterEndOfWindow.Builder trigger, JsonNode body) {
    if (body.has("early") || body.has("late")) {
      // As TriggerTranslation does: late alone goes with an early that never fires.
      trigger.setEarlyFirings(body.has("early") ? parse(body.get("early")) : NEVER);
    }
    if (body.has("late")) {
      trigger.setLateFirings(parse(body.get("late")));
    }
  }

  private static void afterProcessingTime(Trigger.AfterProcessingTime.Builder trigger, JsonNode body) {
    if (body.has("delay")) {
      trigger.addTimestampTransforms(delay(Wire.millis(body.get("delay"))));
    }
    if (body.has("alignTo")) {
      JsonNode align = body.get("alignTo");
      TimestampTransform.Builder transform = TimestampTransform.newBuilder();
      transform.getAlignToBuilder().setPeriod(Wire.millis(align.path("period")));
      transform.getAlignToBuilder().setOffset(align.has("offset") ? Wire.millis(align.get("offset")) : 0);
      trigger.addTimestampTransforms(transform);
    }
  }

  private static TimestampTransform.Builder delay(long millis) {
    TimestampTransform.Builder transform = TimestampTransform.newBuilder();
    transform.getDelayBuilder().setDelayMillis(millis);
    return transform;
  }
}
