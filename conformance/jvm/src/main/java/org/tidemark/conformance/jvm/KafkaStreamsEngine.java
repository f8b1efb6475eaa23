package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Kafka Streams in its test driver, with stores in memory and no cache. The allowed lateness of a case is the grace; under the
 * default trigger only final results are emitted, under `afterWatermark` results on window close, else every update. Aggregates are JSON lists, keys of the output
 * `start end key`.
 */
final class KafkaStreamsEngine implements Engine {
  @Override
  public String name() {
    return "Apache Kafka Streams";
  }

  @Override
  public String version() {
    return AppInfoParser.getVersion();
  }

  @Override
  public ObjectNode capabilities() {
    ObjectNode can = Main.JSON.createObjectNode();
    can.set("windows", Wire.names("fixed", "sliding", "sessions"));
    can.set("triggers", Wire.names("default", "always", "afterWatermark"));
    can.put("triggerDepth", 1);
    can.set("accumulation", Wire.names("accumulating", "retracting"));
    can.set("closing", Wire.names("never"));
    can.set("onTime", Wire.names("ifNonEmpty"));
    can.set("timestampCombiner", Wire.names("endOfWindow"));
    can.put("processingTime", false);
    can.put("earliest", 0);
    can.set("reports", Wire.names("timestamp", "late"));
    return can;
  }

  @Override
  public ArrayNode run(JsonNode spec) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "case");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.String().getClass());
    config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.String().getClass());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
    // Windows that have closed are looked for after every record.
    config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
    try (TopologyTestDriver driver = new TopologyTestDriver(topology(spec), config)) {
      return play(driver, spec);
    }
  }

  private static Topology topology(JsonNode spec) {
    StreamsBuilder builder = new StreamsBuilder();
    String emit = emitOf(spec);
    KTable<Windowed<String>, String> table =
        aggregate(builder.<String, String>stream("in").groupByKey(), spec, emit);
    if (emit.equals("final")) {
      table = table.suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()));
    }
    long gap = spec.path("windows").path("sessions").path("gap").asLong();
    // Both ends of its own sliding windows are in them.
    long after = spec.path("windows").has("kafkaSliding") ? 1 : gap;
    table
        .toStream((key, value) -> key.window().start() + " " + (key.window().end() + after) + " " + key.key())
        .to("out");
    return builder.build();
  }

  private static String emitOf(JsonNode spec) {
    String trigger = Wire.kindOf(spec.path("trigger"));
    return switch (trigger) {
      case "default" -> "final";
      case "afterWatermark" -> "onWindowClose";
      case "always" -> "updates";
      default -> throw new Unsupported("trigger " + trigger);
    };
  }

  private static KTable<Windowed<String>, String> aggregate(
      KGroupedStream<String, String> grouped, JsonNode spec, String emit) {
    String kind = Wire.kindOf(spec.path("windows"));
    JsonNode fields = spec.path("windows").path(kind);
    Duration grace = Duration.ofMillis(Wire.millis(spec.path("allowedLateness")));
    // Sessions take back what they replace, other windows do not.
    String accumulation = kind.equals("sessions") && emit.equals("updates") ? "retracting" : "accumulating";
    if (!spec.path("accumulation").asText().equals(accumulation)) {
      throw new Unsupported("accumulation other than " + accumulation + " here");
    }
    EmitStrategy strategy = emit.equals("onWindowClose") ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
    if (kind.equals("sessions")) {
      if (fields.has("maxDuration")) {
        throw new Unsupported("sessions with maxDuration");
      }
      return grouped
          .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(fields.path("gap").asLong()), grace))
          .emitStrategy(strategy)
          .aggregate(
              () -> "",
              (key, value, all) -> all + value + " ",
              (key, a, b) -> a + b,
              Materialized.<String, String, SessionStore<Bytes, byte[]>>as(BuiltInDslStoreSuppliers.IN_MEMORY)
                  .withKeySerde(Serdes.String())
                  .withValueSerde(Serdes.String()));
    }
    Materialized<String, String, WindowStore<Bytes, byte[]>> store =
        Materialized.<String, String, WindowStore<Bytes, byte[]>>as(BuiltInDslStoreSuppliers.IN_MEMORY)
            .withKeySerde(Serdes.String())
            .withValueSerde(Serdes.String());
    if (kind.equals("kafkaSliding")) {
      Duration difference = Duration.ofMillis(Wire.millis(fields.path("difference")));
      return grouped
          .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(difference, grace))
          .emitStrategy(strategy)
          .aggregate(() -> "", (key, value, all) -> all + value + " ", store);
    }
    long size = Wire.millis(fields.path("size"));
    long period = kind.equals("fixed") ? size : Wire.millis(fields.path("period"));
    if (Wire.offset(fields, period) != 0) {
      throw new Unsupported("windows with an offset");
    }
    if (period > size) {
      throw new Unsupported("windows with gaps");
    }
    return grouped
        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(size), grace).advanceBy(Duration.ofMillis(period)))
        .emitStrategy(strategy)
        .aggregate(() -> "", (key, value, all) -> all + value + " ", store);
  }

  private static ArrayNode play(TopologyTestDriver driver, JsonNode spec) {
    TestInputTopic<String, String> in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
    TestOutputTopic<String, String> out =
        driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
    ArrayNode observations = Main.JSON.createArrayNode();
    double droppedBefore = 0;
    for (JsonNode step : spec.path("steps")) {
      for (JsonNode element : step.path("elements")) {
        in.pipeInput(element.get(2).asText(), element.get(0).toString(), Wire.millis(element.get(1)));
      }
      ObjectNode observation = observations.addObject();
      ArrayNode outputs = observation.putArray("outputs");
      for (TestRecord<String, String> record : out.readRecordsToList()) {
        outputs.add(output(record, spec.path("combine").asText()));
      }
      double dropped = dropped(driver);
      observation.put("late", (long) (dropped - droppedBefore));
      droppedBefore = dropped;
    }
    return observations;
  }

  private static ObjectNode output(TestRecord<String, String> record, String combine) {
    String[] parts = record.key().split(" ", 3);
    long start = Long.parseLong(parts[0]);
    long end = Long.parseLong(parts[1]);
    if (record.value() == null) {
      return Wire.output(parts[2], start, end, Main.JSON.nullNode(), record.timestamp()).put("retraction", true);
    }
    try {
      ArrayNode values = (ArrayNode) Main.JSON.readTree("[" + record.value().trim().replace(' ', ',') + "]");
      return Wire.output(parts[2], start, end, Wire.combined(combine, values), record.timestamp());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double dropped(TopologyTestDriver driver) {
    return driver.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("dropped-records-total"))
        .mapToDouble(entry -> (double) entry.getValue().metricValue())
        .sum();
  }
}
