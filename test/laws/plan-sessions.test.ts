import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { Engine, type Key, strategy, type Strategy } from "../../src/panes/index.ts";
import { StepJournal } from "../../src/state/journal.ts";
import { loadCells } from "../../src/state/load.ts";
import { takeSnapshot } from "../../src/state/snapshot.ts";
import { anyBundle, endOfTime, scripts, strategies } from "../../src/testing/arbitraries/index.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import {
  type CaseElement,
  type CaseStep,
  type CaseStrategy,
  clocksOfStep,
} from "../../src/testing/cases/case.ts";
import { Collector } from "../../src/testing/collector.ts";
import { customMergingWindows, fixed, sessions } from "../../src/windows/index.ts";
import { mergeOverlapping } from "../../src/windows/merge.ts";
import { law } from "../support/property.ts";

/** What a law about plans runs: a case, and what the engines are put through on the way. */
interface PlanCase {
  readonly strategy: CaseStrategy;
  /** Contributions that depend on the window: what a combiner of one's own may do. */
  readonly ownStamps: boolean;
  readonly steps: readonly CaseStep[];
  /** The steps after which both engines are made anew from a snapshot, as bits. */
  readonly checkpoints: number;
  readonly journal: boolean;
}

const ownStamps = {
  name: "halfway to the end",
  version: 1,
  assign: (timestamp: number, { end }: { readonly end: number }) =>
    Math.floor((timestamp + end) / 2),
  combine: Math.max,
};

function strategyOf({ strategy: plain, ownStamps: own }: PlanCase): Strategy<unknown, unknown> {
  const built = buildStrategy(plain);
  if (!own) return built;
  return strategy({
    ...built,
    allowedLateness: built.allowedLatenessMs,
    allowUnsafeTriggers: true,
    timestampCombiner: ownStamps,
  });
}

type AnyEngine = Engine<Key, unknown, unknown>;

/** One engine on its way through a case, and everything that can be seen of it after each step. */
class Subject {
  private readonly strategy: Strategy<unknown, unknown>;
  private readonly only: "general" | null;
  private readonly output = new Collector();
  private readonly journal: StepJournal<Key, unknown> | null;
  engine: AnyEngine;

  constructor(input: PlanCase, only: "general" | null) {
    this.strategy = strategyOf(input);
    this.only = only;
    this.journal = input.journal ? new StepJournal() : null;
    this.engine = this.start();
  }

  private start(): AnyEngine {
    const engine = new Engine<Key, unknown, unknown>(this.strategy, this.output, this.only);
    engine.core.journal = this.journal;
    return engine;
  }

  take(step: CaseStep): void {
    if (!("elements" in step)) return this.engine.advance(clocksOfStep(step));
    const [first, ...others] = step.elements;
    if (first !== undefined && others.length === 0)
      return this.engine.add(first[2], first[0], first[1]);
    this.engine.addBatch({
      keys: step.elements.map(([, , key]) => key),
      values: step.elements.map(([value]) => value),
      timestamps: step.elements.map(([, timestamp]) => timestamp),
    });
  }

  /** All state goes through text, as in `restoreEngine`, which always takes the best plan. */
  checkpoint(): void {
    const snapshot = JSON.parse(JSON.stringify(takeSnapshot(this.engine)));
    this.engine = this.start();
    this.engine.core.ledger.load(snapshot.counters);
    loadCells(this.engine, snapshot);
  }

  look(): Record<string, unknown> {
    const { engine, journal } = this;
    const { adds, merges, asked, timersFired } = engine.work;
    return {
      ...this.output.take(),
      counters: engine.counters,
      work: { adds, merges, asked, timersFired },
      outputWatermark: engine.outputWatermark,
      windows: engine.windows(),
      hold: engine.earliestHold(),
      isEmpty: engine.isEmpty,
      nextWatermark: engine.nextDue.watermark,
      snapshot: takeSnapshot(engine),
      changed:
        journal === null
          ? null
          : [...lastWords(journal)].map(([name, order]) => `${name} ${order}`).sort(),
    };
  }
}

/** By name: the place in the order of first sight of a cell that has changed; undefined if it is gone. */
function lastWords(journal: StepJournal<Key, unknown>): Map<string, number | undefined> {
  const words = new Map<string, number | undefined>();
  for (const { name, place } of journal.take())
    words.set(`${typeof name.key} ${name.key} ${name.start} ${name.end}`, place?.cell.order);
  return words;
}

/** What the triggers wait for; what is queued may be earlier, if a firing or a merge has overtaken it. */
function nextDeadline({ layout, core }: AnyEngine): number {
  const deadlines = layout
    .places()
    .filter(({ cell }) => !cell.closed)
    .map(({ cell }) => core.trigger.root.nextDeadline(cell.trigger, core.now.processingTime));
  return Math.min(...deadlines);
}

/** Law 12: after every step all that can be seen of both plans is the same, in the same order. */
function law12(input: PlanCase): void {
  const [chosen, general] = [new Subject(input, null), new Subject(input, "general")];
  input.steps.forEach((step, at) => {
    chosen.take(step);
    general.take(step);
    const [actual, expected] = [chosen.look(), general.look()];
    if (!isDeepStrictEqual(actual, expected)) {
      expect(actual, `Law 12 is broken in step ${at}\n${JSON.stringify(input)}`).toEqual(expected);
      throw new Error(`Law 12 is broken in step ${at}, by a difference that toEqual passes over.`);
    }
    for (const { engine } of [chosen, general]) {
      if ((engine.nextDue.processingTime ?? Infinity) <= nextDeadline(engine)) continue;
      throw new Error(`A deadline is missed after step ${at}\n${JSON.stringify(input)}`);
    }
    if ((input.checkpoints >> (at % 30)) % 2 === 1) {
      chosen.checkpoint();
      general.checkpoint();
    }
  });
}

const windows = fc.record({ sessions: fc.record({ gap: fc.constantFrom(3, 5, 10, 20) }) });

const near: fc.Arbitrary<CaseElement> = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: -5, max: 40 }),
  fc.constantFrom("k", "j", "i"),
);
const longBundle: fc.Arbitrary<CaseStep> = fc.record({
  elements: fc.array(near, { minLength: 1, maxLength: 12 }),
});
/** One element at a time, a little further each: sessions that grow. */
const stroll: fc.Arbitrary<readonly CaseStep[]> = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 9 }), fc.constantFrom("k", "k", "j")), {
    minLength: 1,
    maxLength: 12,
  })
  .map((strides) => {
    let now = 0;
    return strides.map(([stride, key], at) => {
      now += stride;
      return { elements: [[1 + (at % 9), now, key] as const] };
    });
  });
const steps: fc.Arbitrary<readonly CaseStep[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: scripts() },
      { weight: 2, arbitrary: fc.array(longBundle, { minLength: 1, maxLength: 3 }) },
      { weight: 2, arbitrary: stroll },
      { weight: 1, arbitrary: fc.array(anyBundle(), { minLength: 1, maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => [...parts.flat(), endOfTime]);

const planCase = (trigger?: CaseStrategy["trigger"]): fc.Arbitrary<PlanCase> =>
  fc.record({
    strategy: strategies({
      windows,
      ...(trigger === undefined ? {} : { trigger: fc.constant(trigger) }),
    }),
    ownStamps: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    steps,
    checkpoints: fc.oneof(fc.constant(0), fc.constant(0), fc.nat({ max: 2 ** 30 - 1 })),
    journal: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  });

describe("the sessions plan and the general one", () => {
  law("Law 12: sessions, any trigger", planCase(), law12);
  law("Law 12: sessions, the default trigger", planCase("default"), law12);
});

describe("which plan is chosen", () => {
  const chosen = (of: Strategy<unknown, unknown>, only: "general" | null = null) =>
    new Engine<Key, unknown, unknown>(of, { onPane: () => {} }, only).plan;

  test("the general one where it is asked for, another for what is no session", () => {
    expect(chosen(strategy({ windows: sessions(10) }), "general")).toEqual({
      name: "general",
      because: ["asked for"],
    });
    expect(chosen(strategy({ windows: fixed(10) })).name).not.toBe("sessions");
  });

  test("the general one for windows that merge by a function of one's own", () => {
    const windows = customMergingWindows<unknown>({
      name: "like sessions",
      version: 1,
      assign: (timestamp) => [{ start: timestamp, end: timestamp + 10 }],
      merge: mergeOverlapping,
    });
    expect(chosen(strategy({ windows }))).toEqual({
      name: "general",
      because: ["windows merge by a function of your own"],
    });
  });
});
