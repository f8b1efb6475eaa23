package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.DoubleStream;

/** How cases and outputs look in JSON. */
final class Wire {
  static final long MAX = 8_640_000_000_000_000L;

  private Wire() {}

  static long millis(JsonNode node) {
    if (!node.isNumber() || node.asDouble() != Math.rint(node.asDouble()) || Math.abs(node.asDouble()) > MAX) {
      throw new IllegalArgumentException("not a time in integer milliseconds: " + node);
    }
    return node.asLong();
  }

  /** Zero if it is absent. */
  static long offset(JsonNode fields, long period) {
    return Math.floorMod(fields.has("offset") ? millis(fields.get("offset")) : 0, period);
  }

  /** The only name of an object, or a text itself. */
  static String kindOf(JsonNode node) {
    return node.isTextual() ? node.asText() : node.fieldNames().next();
  }

  static ArrayNode names(String... names) {
    ArrayNode list = Main.JSON.createArrayNode();
    List.of(names).forEach(list::add);
    return list;
  }

  static ObjectNode output(String key, long start, long end, JsonNode value, long timestamp) {
    ObjectNode output = Main.JSON.createObjectNode().put("key", key);
    output.putArray("window").add(Math.max(start, -MAX)).add(Math.min(end, MAX));
    output.set("value", value);
    return output.put("timestamp", Math.min(timestamp, MAX - 1));
  }

  /** What a combiner makes of values. */
  static JsonNode combined(String combine, ArrayNode values) {
    DoubleStream.Builder numbers = DoubleStream.builder();
    values.forEach(value -> numbers.add(value.asDouble()));
    DoubleStream stream = numbers.build();
    return switch (combine) {
      case "list" -> values;
      case "count" -> number(values.size());
      case "sum" -> number(stream.reduce(0, Double::sum));
      case "min" -> number(stream.min().orElse(Double.NaN));
      case "max" -> number(stream.max().orElse(Double.NaN));
      case "mean" -> number(stream.reduce(0, Double::sum) / values.size());
      default -> throw new Unsupported("combine " + combine);
    };
  }

  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return Main.JSON.nullNode();
    }
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
    return isWhole ? Main.JSON.getNodeFactory().numberNode((long) value) : Main.JSON.getNodeFactory().numberNode(value);
  }
}
