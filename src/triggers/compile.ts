import { expandedOf } from "./expand.ts";
import {
  isKeptByExtension,
  keepsFractions,
  readsValues,
  mentionsMultiples,
  mentionsProcessingTime,
  mentionsWatermark,
  sleepsUntilEnd,
} from "./facts.ts";
import { show, TidemarkError } from "../errors.ts";
import { Machine, type Moment, type TriggerState } from "./machine.ts";
import { AfterAllMachine } from "./machines/after-all.ts";
import { AfterAnyMachine } from "./machines/after-any.ts";
import { AfterCountMachine } from "./machines/after-count.ts";
import { AfterDeltaMachine } from "./machines/after-delta.ts";
import { AfterEachMachine } from "./machines/after-each.ts";
import { AfterProcessingTimeMachine } from "./machines/after-processing-time.ts";
import { AfterPunctuationMachine } from "./machines/after-punctuation.ts";
import { AfterWatermarkMachine } from "./machines/after-watermark.ts";
import { ConstantMachine } from "./machines/constant.ts";
import { DefaultMachine } from "./machines/default.ts";
import { OrFinallyMachine } from "./machines/or-finally.ts";
import { RepeatedlyMachine } from "./machines/repeatedly.ts";
import { WatermarkMultiplesMachine } from "./machines/watermark-multiples.ts";
import { childrenOf, type CustomTrigger, type Trigger } from "./trigger.ts";
import { checkDelta, predicateOf } from "./values.ts";

/** Stands for never: so many elements may come before a trigger is told, and asked to no purpose. */
const MOST = 2 ** 30;

/** A trigger made to run, with what the engine may take for granted about it. */
export interface CompiledTrigger {
  readonly root: Machine;
  /** The state of a window that has no element yet. Do not change it: copy it. */
  readonly blank: TriggerState;
  /** False if its state never changes. */
  readonly remembers: boolean;
  /** False if the trigger can neither be due nor learn anything before its window has ended. */
  readonly watchesElements: boolean;
  /**
   * True if in windows that do not merge it can neither be due nor learn anything before the end:
   * then a window has one state until its end, whatever its elements are. It may watch them later.
   */
  readonly sleepsUntilEnd: boolean;
  /** Whether it is to be asked when the watermark reaches the window's end. */
  readonly watchesWatermark: boolean;
  readonly watchesProcessingTime: boolean;
  /** Whether it is to be asked at watermarks before the window's end. */
  readonly watchesMultiples: boolean;
  /** Whether it is to be told of each element by itself, with its value. */
  readonly readsValues: boolean;
  /** Whether its state can have other than whole numbers. */
  readonly keepsFractions: boolean;
  /** Throws `INVALID_VALUE` for a value that it cannot read; called before anything has changed. */
  readonly check: ((value: unknown) => void) | null;
  /**
   * How many elements a window in a state can take at least until the trigger may be due, as long as
   * it has not ended and no clock moves that the trigger watches. Never more than fits a small integer.
   */
  patienceOf(state: TriggerState): number;
  /** That of a window that has no element yet. */
  readonly patience: number;
  /** Whether `merge` of one part that has not fired gives that part's own state. */
  readonly isKeptByExtension: boolean;
  /** The state of a window made of `parts`; `equal` is the part that the merged window equals. */
  merge(parts: readonly TriggerState[], equal: TriggerState | null, now: Moment): TriggerState;
}

const compiled: readonly [WeakMap<Trigger, CompiledTrigger>, WeakMap<Trigger, CompiledTrigger>] = [
  new WeakMap(),
  new WeakMap(),
];

/** As `compileTrigger`, once for each trigger: hosts make an engine for each work item. */
export function compiledTriggerOf(trigger: Trigger, merging: boolean): CompiledTrigger {
  const known = compiled[merging ? 1 : 0];
  let found = known.get(trigger);
  if (found === undefined) known.set(trigger, (found = compileTrigger(trigger, merging)));
  return found;
}

/** `merging` says whether windows merge: then parts that are not current must follow the elements too. */
function compileTrigger(trigger: Trigger, merging: boolean): CompiledTrigger {
  const compiler = new Compiler(merging);
  const root = compiler.node(trigger);
  const blank: TriggerState = new Array(2 * compiler.size).fill(0);
  root.reset(blank);
  const patienceOf = (state: TriggerState): number => Math.min(root.patience(state), MOST);
  return {
    root,
    blank,
    patienceOf,
    patience: patienceOf(blank),
    remembers: !["default", "never", "always"].includes(trigger.kind),
    watchesElements: !idleBeforeEnd(trigger),
    sleepsUntilEnd: sleepsUntilEnd(trigger),
    watchesWatermark: mentionsWatermark(trigger),
    watchesProcessingTime: mentionsProcessingTime(trigger),
    watchesMultiples: mentionsMultiples(trigger),
    readsValues: readsValues(trigger),
    keepsFractions: keepsFractions(trigger),
    check: checkOf(trigger),
    isKeptByExtension: isKeptByExtension(trigger),
    merge(parts, equal, now) {
      const state = blank.slice();
      if (equal !== null)
        for (let at = 0; at < state.length; at += 2) state[at] = equal[at] as number;
      root.onMerge(state, parts, now);
      return state;
    },
  };
}

/** What the parts of a trigger ask of values, or null if nothing is. */
function checkOf(trigger: Trigger): ((value: unknown) => void) | null {
  if (trigger.kind === "afterDelta") return (value) => checkDelta(trigger, value);
  const checks = childrenOf(trigger)
    .map(checkOf)
    .filter((check) => check !== null);
  if (checks.length === 0) return null;
  return (value) => {
    for (const check of checks) check(value);
  };
}

function idleBeforeEnd(trigger: Trigger): boolean {
  if (trigger.kind === "default" || trigger.kind === "never") return true;
  return trigger.kind === "afterWatermark" && trigger.early === null && trigger.late === null;
}

class Compiler {
  /** How many nodes have been given a position. */
  size = 0;
  private readonly merging: boolean;

  constructor(merging: boolean) {
    this.merging = merging;
  }

  node(trigger: Trigger): Machine {
    const at = this.size++;
    switch (trigger.kind) {
      case "default":
        return new DefaultMachine(at);
      case "never":
        return new ConstantMachine(at, false);
      case "always":
        return new ConstantMachine(at, true);
      case "afterCount":
        return new AfterCountMachine(at, trigger.count);
      case "afterWatermark": {
        const early = trigger.early === null ? null : this.node(trigger.early);
        const late = trigger.late === null ? null : this.node(trigger.late);
        return new AfterWatermarkMachine(at, early, late, this.merging);
      }
      case "afterProcessingTime":
        return new AfterProcessingTimeMachine(at, trigger.delayMs, trigger.alignTo);
      case "afterSynchronizedProcessingTime":
        return new AfterProcessingTimeMachine(at, 0, null);
      case "everyEventTime": {
        const early = new WatermarkMultiplesMachine(this.size++, trigger.every);
        const late = new ConstantMachine(this.size++, true);
        return new AfterWatermarkMachine(at, early, late, this.merging);
      }
      case "everyProcessingTime":
        this.size = at;
        return this.node(expandedOf(trigger));
      case "afterDelta":
        this.size += AfterDeltaMachine.cells - 1;
        return new AfterDeltaMachine(at, trigger.threshold, trigger.of);
      case "afterPunctuation":
        return new AfterPunctuationMachine(at, predicateOf(trigger));
      case "custom":
        return this.custom(at, trigger);
      case "repeatedly":
        return new RepeatedlyMachine(at, [this.node(trigger.trigger)]);
      case "afterAll":
        return new AfterAllMachine(at, this.nodes(trigger.triggers));
      case "afterAny":
        return new AfterAnyMachine(at, this.nodes(trigger.triggers));
      case "afterEach":
        return new AfterEachMachine(at, this.nodes(trigger.triggers), this.merging);
      case "orFinally":
        return new OrFinallyMachine(at, this.nodes([trigger.main, trigger.finally]));
    }
  }

  private custom(at: number, trigger: CustomTrigger): Machine {
    this.size += trigger.cells - 1;
    const parts = this.nodes(trigger.parts);
    const made: unknown = trigger.machine(at, parts);
    if (
      made instanceof Machine &&
      made.at === at &&
      made.children.every((child, nth) => child === parts[nth])
    )
      return made;
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `The machine of ${trigger} is ${show(made)}, which is no Machine at the position and of the parts that it was given.`,
      trigger,
      "Return an instance of a class that extends Machine and hands both to its constructor.",
    );
  }

  private nodes(triggers: readonly Trigger[]): Machine[] {
    return triggers.map((trigger) => this.node(trigger));
  }
}
