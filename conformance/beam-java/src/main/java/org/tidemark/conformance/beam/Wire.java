package org.tidemark.conformance.beam;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/**
 * How Beam's things look in JSON. Instants cross between two ranges: Beam's time is wider than ECMAScript's, and its
 * global window ends a day before its end of time. Here both ends of Beam's range are ±8.64e15, and the global
 * window's last instant is the one before.
 */
final class Wire {
  static final long MAX = 8_640_000_000_000_000L;

  private Wire() {}

  static Instant instant(JsonNode node) {
    long ms = millis(node);
    return ms == MAX
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : ms == -MAX ? BoundedWindow.TIMESTAMP_MIN_VALUE : Instant.ofEpochMilli(ms);
  }

  static long millis(JsonNode node) {
    if (!node.isNumber() || node.asDouble() != Math.rint(node.asDouble()) || Math.abs(node.asDouble()) > MAX) {
      throw new IllegalArgumentException("not a time in integer milliseconds: " + node);
    }
    return node.asLong();
  }

  static long millis(Instant instant) {
    if (instant.equals(GlobalWindow.INSTANCE.maxTimestamp())) {
      return MAX - 1;
    }
    return Math.max(-MAX, Math.min(MAX, instant.getMillis()));
  }

  /** Null becomes null. */
  static void write(JsonGenerator json, Instant instant) throws IOException {
    if (instant == null) {
      json.writeNull();
    } else {
      json.writeNumber(millis(instant));
    }
  }

  static void write(JsonGenerator json, BoundedWindow window) throws IOException {
    long[] bounds = {-MAX, MAX};
    if (window instanceof IntervalWindow interval) {
      bounds = new long[] {millis(interval.start()), millis(interval.end())};
    }
    json.writeArray(bounds, 0, 2);
  }

  static void write(JsonGenerator json, WindowedValue<KV<String, Object>> pane) throws IOException {
    PaneInfo info = pane.getPaneInfo();
    json.writeStartObject();
    json.writeStringField("key", pane.getValue().getKey());
    json.writeFieldName("window");
    write(json, pane.getWindows().iterator().next());
    Object result = pane.getValue().getValue();
    json.writeFieldName("value");
    if (result instanceof Iterable<?> values) {
      json.writeStartArray();
      for (Object value : values) {
        json.writeRawValue((String) value);
      }
      json.writeEndArray();
    } else {
      writeNumber(json, ((Number) result).doubleValue());
    }
    json.writeNumberField("timestamp", millis(pane.getTimestamp()));
    json.writeStringField("timing", timing(info.getTiming()));
    json.writeNumberField("index", info.getIndex());
    json.writeNumberField("onTimeIndex", info.getNonSpeculativeIndex());
    json.writeBooleanField("first", info.isFirst());
    json.writeBooleanField("last", info.isLast());
    json.writeEndObject();
  }

  /** Beam's min, max and mean of nothing are infinite or NaN: null here. */
  private static void writeNumber(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  private static String timing(PaneInfo.Timing timing) {
    return switch (timing) {
      case EARLY -> "early";
      case ON_TIME -> "onTime";
      case LATE -> "late";
      case UNKNOWN -> "unknown";
    };
  }
}
