import fc from "fast-check";
import { describe, expect } from "vitest";
import { Engine, type Key, type Pane, type Strategy } from "../../src/panes/index.ts";
import { restoreEngine, takeSnapshot } from "../../src/state/index.ts";
import { cases } from "../../src/testing/arbitraries/index.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import type { Case, CaseStep, CaseWindows } from "../../src/testing/cases/case.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import { explain, type NextPane } from "../../src/why/index.ts";
import type { Window } from "../../src/windows/index.ts";
import { law } from "../support/property.ts";

/** An engine in the middle of a run, of which copies can be driven on. */
class Run {
  readonly engine: Engine<Key, unknown, unknown>;
  readonly panes: Pane<Key, unknown>[];
  private readonly strategy: Strategy<unknown, unknown>;

  private constructor(
    strategy: Strategy<unknown, unknown>,
    engine: (output: { onPane: (pane: Pane<Key, unknown>) => void }) => Run["engine"],
  ) {
    this.strategy = strategy;
    this.panes = [];
    this.engine = engine({ onPane: (pane) => this.panes.push(pane) });
  }

  static of({ strategy, steps }: Case, length: number, only: "general" | null = null): Run {
    const built = buildStrategy(strategy);
    const run = new Run(built, (output) => new Engine(built, output, only));
    for (const step of steps.slice(0, length)) run.take(step);
    return run;
  }

  copy(): Run {
    const text = JSON.stringify(takeSnapshot(this.engine));
    return new Run(this.strategy, (output) =>
      restoreEngine(this.strategy, JSON.parse(text), output),
    );
  }

  private take(step: CaseStep): void {
    if ("elements" in step) {
      this.engine.addBatch({
        keys: step.elements.map(([, , key]) => key),
        values: step.elements.map(([value]) => value),
        timestamps: step.elements.map(([, timestamp]) => timestamp),
      });
    } else this.engine.advance("advanceTogether" in step ? step.advanceTogether : step);
  }

  panesOf(key: Key, { start, end }: Window): number {
    return this.panes.filter(
      ({ key: of, window, retraction }) =>
        of === key && window.start === start && window.end === end && !retraction,
    ).length;
  }
}

/** A timestamp whose element falls into a window and, where windows merge, leaves it as it is. */
function inside({ start, end }: Window, windows: CaseWindows): number {
  if (typeof windows === "object" && "sessions" in windows)
    return Math.max(start, end - windows.sessions.gap);
  return start === MIN_TIMESTAMP ? 0 : start;
}

function drive(run: Run, key: Key, at: number, { elements, watermark, processingTime }: NextPane) {
  for (let nth = 0; nth < elements; nth++) run.engine.add(key, 1, at);
  run.engine.advance({
    ...(watermark === null ? {} : { watermark }),
    ...(processingTime === null ? {} : { processingTime }),
  });
}

const drawn = fc.record({ input: cases(), length: fc.nat(8) });

const least = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.min(...values);

describe("what explain says of the next pane", () => {
  law("comes true: exactly then there is one, and not before", drawn, ({ input, length }) => {
    const run = Run.of(input, length);
    const { watermark, processingTime } = run.engine;
    if (watermark === MAX_TIMESTAMP) return;
    for (const { key, window, closed } of run.engine.windows()) {
      const { next, state } = explain(run.engine, key, window);
      expect(state).toBe(closed ? "closed" : "open");
      const at = inside(window, input.strategy.windows);
      const told = `${JSON.stringify({ key, window })} ${JSON.stringify(next)}`;
      for (const one of next.filter(({ conditions }) => conditions.length === 0)) {
        const copy = run.copy();
        drive(copy, key, at, one);
        expect([copy.panesOf(key, window) > 0, told, one]).toEqual([true, told, one]);
      }
      const none = (what: string, act: (engine: Run["engine"]) => void): void => {
        const copy = run.copy();
        act(copy.engine);
        expect([copy.panesOf(key, window), what, told]).toEqual([0, what, told]);
      };
      const first = (of: "watermark" | "processingTime"): number | null => {
        const other = of === "watermark" ? "processingTime" : "watermark";
        const alone = next.filter((one) => one.elements === 0 && one[other] === null);
        return least(alone.map((one) => one[of]).filter((time) => time !== null));
      };
      const before = (first("watermark") ?? MAX_TIMESTAMP) - 1;
      if (before > watermark) none("watermark", (engine) => engine.advanceWatermark(before));
      if (first("watermark") === null)
        none("end of time", (engine) => engine.advanceWatermark(MAX_TIMESTAMP));
      const early = (first("processingTime") ?? 1e6) - 1;
      if (early > processingTime) none("clock", (engine) => engine.advanceProcessingTime(early));
      const byElements = next.filter(
        (one) => one.watermark === null && one.processingTime === null,
      );
      if (byElements.some(({ conditions }) => conditions.length > 0)) continue;
      // Another session can grow into the bounds of a closed one, and is then open under its name (S9.4).
      if (closed && run.engine.strategy.windows.shape === "merging") continue;
      const enough = least(byElements.map(({ elements }) => elements)) ?? 12;
      none("elements", (engine) => {
        for (let nth = 1; nth < enough; nth++) engine.add(key, 1, at);
      });
    }
  });

  law("is the same on every plan, and after a restart", drawn, ({ input, length }) => {
    const run = Run.of(input, length);
    const general = Run.of(input, length, "general");
    const again = run.copy();
    for (const { key, window } of run.engine.windows()) {
      const said = explain(run.engine, key, window);
      expect(explain(again.engine, key, window)).toEqual(said);
      expect(explain(general.engine, key, window)).toEqual(said);
    }
  });

  law("changes nothing", drawn, ({ input, length }) => {
    const run = Run.of(input, length);
    const before = JSON.stringify(takeSnapshot(run.engine));
    for (const { key, window } of run.engine.windows()) explain(run.engine, key, window);
    expect(JSON.stringify(takeSnapshot(run.engine))).toBe(before);
  });
});
