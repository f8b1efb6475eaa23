package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An engine on its side of the conformance protocol: JSON lines in, one answer for each, in order. */
public final class Main {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROTOCOL = 1;

  public static void main(String[] args) throws IOException {
    Engine engine =
        switch (args.length == 1 ? args[0] : "") {
          case "flink" -> new FlinkEngine();
          case "kafka-streams" -> new KafkaStreamsEngine();
          case "hazelcast" -> new HazelcastEngine();
          default -> throw new IllegalArgumentException("name one engine: flink, kafka-streams or hazelcast");
        };
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    PrintStream stdout = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    // Whatever a library prints is none of the protocol.
    System.setOut(System.err);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode message = JSON.readTree(line);
      String type = message.path("type").asText();
      if (type.equals("end")) {
        break;
      }
      stdout.append(type.equals("hello") ? hello(engine) : answer(engine, message)).append('\n').flush();
    }
    System.exit(0);
  }

  private static String hello(Engine engine) {
    ObjectNode hello = JSON.createObjectNode().put("type", "hello").put("protocol", PROTOCOL);
    hello.put("engine", engine.name()).put("version", engine.version());
    hello.set("capabilities", engine.capabilities());
    return hello.toString();
  }

  private static String answer(Engine engine, JsonNode message) {
    long id = message.path("id").asLong();
    try {
      if (!message.path("type").asText().equals("case")) {
        throw new IllegalArgumentException("not a case: " + message);
      }
      return told("outputs", id).<ObjectNode>set("steps", engine.run(message)).toString();
    } catch (Unsupported e) {
      return told("unsupported", id).put("reason", e.getMessage()).toString();
    } catch (Exception | AssertionError | StackOverflowError e) {
      return told("error", id).put("message", messageOf(e)).toString();
    }
  }

  private static ObjectNode told(String type, long id) {
    return JSON.createObjectNode().put("type", type).put("id", id);
  }

  /** What went wrong at the bottom of it, and the places in the engine that it came from. */
  private static String messageOf(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Arrays.stream(cause.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.apache."))
        .limit(3)
        .map(frame -> frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName())
        .collect(Collectors.joining(", ", cause + " in ", ""));
  }
}
