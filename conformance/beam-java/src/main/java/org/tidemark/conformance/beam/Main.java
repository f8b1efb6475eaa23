package org.tidemark.conformance.beam;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Reads cases as JSON lines, writes one JSON line per case, in order. */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    StringBuilder out = new StringBuilder();
    PrintStream stdout = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      out.append(answer(line)).append('\n');
      // Answer at once when nobody has sent more: the program can be driven line by line.
      if (out.length() > 1 << 16 || !in.ready()) {
        stdout.append(out).flush();
        out.setLength(0);
      }
    }
    stdout.append(out).flush();
  }

  private static String answer(String line) throws Exception {
    String name = null;
    try {
      JsonNode spec = JSON.readTree(line);
      name = spec.path("name").asText(null);
      StringWriter text = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("steps");
        new CaseRunner(Strategy.parse(spec)).run(spec.path("steps"), json);
        json.writeEndArray();
        json.writeEndObject();
      }
      return text.toString();
    } catch (Unsupported e) {
      return error(name, e.getMessage());
    } catch (Exception | AssertionError | StackOverflowError e) {
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack));
      return error(name, stack.toString());
    }
  }

  private static String error(String name, String message) {
    return JSON.createObjectNode().put("name", name).put("error", message).toString();
  }

  /** A case that is well formed but that Beam Java cannot express. */
  static final class Unsupported extends RuntimeException {
    Unsupported(String what) {
      super("unsupported: " + what);
    }
  }
}
