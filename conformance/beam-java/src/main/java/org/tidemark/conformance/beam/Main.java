package org.tidemark.conformance.beam;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.util.ReleaseInfo;

/** Beam Java on the engine's side of the conformance protocol: JSON lines in, one answer for each, in order. */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROTOCOL = 1;

  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    PrintStream stdout = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode message = JSON.readTree(line);
      String type = message.path("type").asText();
      if (type.equals("end")) {
        break;
      }
      out.append(type.equals("hello") ? hello() : answer(message)).append('\n');
      // Answers wait for each other only as long as there is more to read.
      if (out.length() > 1 << 16 || !in.ready()) {
        stdout.append(out).flush();
        out.setLength(0);
      }
    }
    stdout.append(out).flush();
  }

  private static String hello() {
    ObjectNode hello = JSON.createObjectNode().put("type", "hello").put("protocol", PROTOCOL);
    hello.put("engine", "Apache Beam Java").put("version", ReleaseInfo.getReleaseInfo().getVersion());
    ObjectNode capabilities = hello.putObject("capabilities");
    list(capabilities, "accumulation", List.of("discarding", "accumulating"));
    list(capabilities, "reports", CaseRunner.REPORTS);
    return hello.toString();
  }

  private static void list(ObjectNode node, String field, List<String> values) {
    ArrayNode list = node.putArray(field);
    values.forEach(list::add);
  }

  private static String answer(JsonNode message) {
    long id = message.path("id").asLong();
    try {
      if (!message.path("type").asText().equals("case")) {
        throw new IllegalArgumentException("not a case: " + message);
      }
      StringWriter text = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("type", "outputs");
        json.writeNumberField("id", id);
        json.writeArrayFieldStart("steps");
        new CaseRunner(Strategy.parse(message)).run(message.path("steps"), json);
        json.writeEndArray();
        json.writeEndObject();
      }
      return text.toString();
    } catch (Unsupported e) {
      return told("unsupported", id).put("reason", e.getMessage()).toString();
    } catch (Exception | AssertionError | StackOverflowError e) {
      return told("error", id).put("message", messageOf(e)).toString();
    }
  }

  private static ObjectNode told(String type, long id) {
    return JSON.createObjectNode().put("type", type).put("id", id);
  }

  /** What went wrong, and the places in Beam that it came from, the innermost first. */
  private static String messageOf(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.apache.beam.runners."))
        .limit(3)
        .map(frame -> frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName())
        .collect(Collectors.joining(", ", e + " in ", ""));
  }
}
