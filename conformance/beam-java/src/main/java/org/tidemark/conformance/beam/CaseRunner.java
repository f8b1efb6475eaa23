package org.tidemark.conformance.beam;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/** One case: the keys, the clocks they share, and the output watermark, which is one for all keys. */
final class CaseRunner {
  /** What is told beside key, window and value of outputs. Beam has neither retractions nor lineage. */
  static final List<String> REPORTS =
      List.of(
          "timestamp",
          "timing",
          "index",
          "onTimeIndex",
          "first",
          "last",
          "late",
          "closed",
          "unassigned",
          "outputWatermark",
          "hold",
          "empty");

  private static final MetricName CLOSED =
      MetricName.named(ReduceFnRunner.class, ReduceFnRunner.DROPPED_DUE_TO_CLOSED_WINDOW);

  private final Strategy strategy;
  private final Map<String, KeyRunner> keys = new LinkedHashMap<>();
  private final MetricsContainerImpl metrics = new MetricsContainerImpl("case");
  private final List<WindowedValue<KV<String, Object>>> outputs = new ArrayList<>();
  private Instant inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private Instant outputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private Instant processingTime = BoundedWindow.TIMESTAMP_MIN_VALUE;
  /** Of the step at hand. */
  private long late;

  private long unassigned;

  CaseRunner(Strategy strategy) {
    this.strategy = strategy;
  }

  void run(JsonNode steps, JsonGenerator json) throws Exception {
    MetricsEnvironment.setCurrentContainer(metrics);
    for (JsonNode step : steps) {
      outputs.clear();
      late = 0;
      unassigned = 0;
      long closedBefore = closedSoFar();
      play(step);
      advanceOutputWatermark();
      report(json, closedSoFar() - closedBefore);
    }
  }

  private void play(JsonNode step) throws Exception {
    if (step.has("elements")) {
      processElements(step.get("elements"));
    } else {
      JsonNode clocks = step.has("advanceTogether") ? step.get("advanceTogether") : step;
      advanceClocks(clocks.get("watermark"), clocks.get("processingTime"));
    }
  }

  private void processElements(JsonNode elements) throws Exception {
    Map<KeyRunner, List<WindowedValue<Object>>> bundles = new LinkedHashMap<>();
    for (JsonNode element : elements) {
      String name = element.get(2).asText();
      KeyRunner key = keys.get(name);
      if (key == null) {
        key = new KeyRunner(name, strategy, outputs::add);
        key.advanceInput(inputWatermark, processingTime);
        key.advanceOutput(outputWatermark);
        keys.put(name, key);
      }
      List<WindowedValue<Object>> bundle = bundles.computeIfAbsent(key, k -> new ArrayList<>());
      JsonNode json = element.get(0);
      Object value = strategy.combines() ? (Object) json.asDouble() : json.toString();
      Instant timestamp = Wire.instant(element.get(1));
      Collection<BoundedWindow> windows = assign(value, timestamp);
      unassigned += windows.isEmpty() ? 1 : 0;
      for (BoundedWindow window : windows) {
        // As LateDataDroppingDoFnRunner does: per window, before merging.
        if (LateDataUtils.garbageCollectionTime(window, strategy.windowing()).isBefore(inputWatermark)) {
          late++;
        } else {
          bundle.add(WindowedValues.of(value, timestamp, window, PaneInfo.NO_FIRING));
        }
      }
    }
    for (Map.Entry<KeyRunner, List<WindowedValue<Object>>> bundle : bundles.entrySet()) {
      bundle.getKey().processElements(bundle.getValue());
    }
  }

  private Collection<BoundedWindow> assign(Object value, Instant at) throws Exception {
    WindowFn<Object, BoundedWindow> fn = strategy.windowing().getWindowFn();
    return fn.assignWindows(
        fn.new AssignContext() {
          @Override
          public Object element() {
            return value;
          }

          @Override
          public Instant timestamp() {
            return at;
          }

          @Override
          public BoundedWindow window() {
            throw new UnsupportedOperationException();
          }
        });
  }

  /** Both clocks move before any timer is delivered; a step back is ignored. */
  private void advanceClocks(JsonNode watermark, JsonNode processing) throws Exception {
    inputWatermark = later(inputWatermark, watermark);
    processingTime = later(processingTime, processing);
    for (KeyRunner key : keys.values()) {
      key.advanceInput(inputWatermark, processingTime);
    }
    for (KeyRunner key : keys.values()) {
      key.fireTimers();
    }
  }

  private static Instant later(Instant now, JsonNode next) {
    return next == null || Wire.instant(next).isBefore(now) ? now : Wire.instant(next);
  }

  private void advanceOutputWatermark() {
    Instant bound = inputWatermark;
    for (KeyRunner key : keys.values()) {
      Instant hold = key.earliestHold();
      bound = hold != null && hold.isBefore(bound) ? hold : bound;
    }
    outputWatermark = bound.isAfter(outputWatermark) ? bound : outputWatermark;
    for (KeyRunner key : keys.values()) {
      key.advanceOutput(outputWatermark);
    }
  }

  private long closedSoFar() {
    return metrics.getCounter(CLOSED).getCumulative();
  }

  private void report(JsonGenerator json, long closed) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("outputs");
    for (WindowedValue<KV<String, Object>> pane : outputs) {
      Wire.write(json, pane);
    }
    json.writeEndArray();
    json.writeNumberField("late", late);
    json.writeNumberField("closed", closed);
    json.writeNumberField("unassigned", unassigned);
    json.writeNumberField("outputWatermark", Wire.millis(outputWatermark));
    json.writeFieldName("hold");
    Wire.write(
        json,
        keys.values().stream()
            .map(KeyRunner::earliestHold)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
    json.writeBooleanField("empty", keys.values().stream().allMatch(KeyRunner::isEmpty));
    json.writeEndObject();
  }
}
