import { expandedOf } from "../triggers/expand.ts";
import {
  type Machine,
  type Moment,
  NEVER,
  NO_DEADLINE,
  type TriggerState,
} from "../triggers/machine.ts";
import { childrenOf, type Trigger } from "../triggers/trigger.ts";
import { formatDuration } from "../watermark/duration.ts";
import { allOf, type Need, need, nothing, simplest } from "./need.ts";
import { childrenIn, type TriggerPart } from "./trigger-parts.ts";

/**
 * - `due`: it would fire if it were asked
 * - `waiting`: for what its `needs` say
 * - `finished`: it has fired to its end
 * - `asleep`: its turn has not come, or is over
 */
export type PartState = "due" | "waiting" | "finished" | "asleep";

/** How one node of a trigger stands in a window. */
export interface PartExplanation {
  /** Its path in the strategy: `trigger.early`. */
  readonly at: string;
  /** The node as text. */
  readonly part: string;
  readonly state: PartState;
  /** What would make it due, each of them; none if it is not waiting, or waits in vain. */
  readonly needs: readonly Need[];
  readonly parts: readonly PartExplanation[];
}

/** A node that runs. */
interface Node {
  readonly trigger: Trigger;
  readonly machine: Machine;
}

/** What a window's trigger remembers, and the moment at which it is looked at. */
export interface Memory {
  readonly state: TriggerState;
  readonly now: Moment;
}

/** How each node of a trigger stands, and what it needs. */
export function explainPart(part: TriggerPart, machine: Machine, of: Memory): PartExplanation {
  return explainNode(part, { trigger: part.trigger, machine }, of, true);
}

function explainNode(part: TriggerPart, node: Node, of: Memory, isAwake: boolean): PartExplanation {
  const { machine } = node;
  const isFinished = machine.isFinished(of.state);
  const state = isFinished
    ? "finished"
    : !isAwake
      ? "asleep"
      : machine.isDue(of.state, of.now)
        ? "due"
        : "waiting";
  const awake = isAwake && !isFinished ? awakeParts(node, of).map((one) => one.machine) : [];
  const nodes = partsOfNode(node);
  return {
    at: part.at,
    part: String(part.trigger),
    state,
    needs: state === "waiting" ? needsOf(node, of) : [],
    parts: childrenIn(part).map((child, place) => {
      const own = nodes[place] as Node;
      return explainNode(child, own, of, awake.includes(own.machine));
    }),
  };
}

/** What would make a node due: any of these. None if nothing would. */
export function needsOf(node: Node, of: Memory): readonly Need[] {
  const { trigger, machine } = node;
  if (machine.isFinished(of.state)) return [];
  if (machine.isDue(of.state, of.now)) return [nothing];
  switch (trigger.kind) {
    case "everyProcessingTime":
      return needsOf({ trigger: expandedOf(trigger), machine }, of);
    case "everyEventTime":
      return multiplesNeeds(node, of);
    case "afterWatermark": {
      const inside = awakeParts(node, of).flatMap((part) => needsOf(part, of));
      const { end } = of.now;
      return simplest([
        ...inside,
        ...(isPastOnTime(machine, of.state) ? [] : [need({ watermark: end })]),
      ]);
    }
    case "afterAll":
      return allOf(awakeParts(node, of).map((part) => needsOf(part, of)));
    case "repeatedly":
    case "afterAny":
    case "afterEach":
    case "orFinally":
      return simplest(awakeParts(node, of).flatMap((part) => needsOf(part, of)));
    default:
      return leafNeeds(node, of);
  }
}

function leafNeeds({ trigger, machine }: Node, { state, now }: Memory): readonly Need[] {
  const cell = state[2 * machine.at + 1] as number;
  switch (trigger.kind) {
    case "default":
      return [need({ watermark: now.end })];
    case "afterCount":
      return [need({ elements: trigger.count - cell })];
    case "afterProcessingTime": {
      if (cell !== NO_DEADLINE) return [need({ processingTime: cell })];
      const { delayMs, alignTo } = trigger;
      if (delayMs === 0 && alignTo === null) return [need({ elements: 1 })];
      const delay = delayMs === 0 ? "" : `${formatDuration(delayMs)} of processing time`;
      const next = alignTo === null ? "" : "the next multiple of its period";
      return [need({ elements: 1, conditions: [[delay, next].filter(Boolean).join(", then ")] })];
    }
    case "afterSynchronizedProcessingTime":
      return [cell === NO_DEADLINE ? need({ elements: 1 }) : need({ processingTime: cell })];
    case "afterPunctuation":
      return [need({ elements: 1, conditions: [`an element for which ${trigger} holds`] })];
    case "afterDelta":
      return [need({ elements: 1, conditions: [`a value so far away that ${trigger} holds`] })];
    case "custom":
      return customNeeds(trigger, machine, { state, now });
    default:
      return [];
  }
}

/** What is known of a trigger that only its own code knows: what it asks to be looked at for. */
function customNeeds(
  trigger: Extract<Trigger, { kind: "custom" }>,
  machine: Machine,
  { state, now }: Memory,
): readonly Need[] {
  const conditions = [`${trigger} says so`];
  const patience = machine.patience(state);
  const deadline = machine.nextDeadline(state, now.processingTime);
  const watermark = machine.nextWatermark(state, now.start, now.end, now.watermark + 1);
  const { waitsFor } = trigger;
  return simplest([
    ...(patience === NEVER ? [] : [need({ elements: Math.max(patience, 1), conditions })]),
    ...(deadline === NO_DEADLINE ? [] : [need({ processingTime: deadline, conditions })]),
    ...(watermark === NO_DEADLINE ? [] : [need({ watermark, conditions })]),
    ...(waitsFor.end && now.watermark < now.end ? [need({ watermark: now.end, conditions })] : []),
  ]);
}

/** The next multiple inside the window, or its end; behind that each bundle is enough, which is no wait. */
function multiplesNeeds({ trigger, machine }: Node, { state, now }: Memory): readonly Need[] {
  const end = need({ watermark: now.end });
  const [early] = machine.children as readonly [Machine];
  if (state[2 * early.at + 1] === NO_DEADLINE)
    return [need({ elements: 1, conditions: [`the next multiple of ${trigger}`] }), end];
  const watermark = machine.nextWatermark(state, now.start, now.end, now.watermark + 1);
  return watermark === NO_DEADLINE ? [end] : [need({ watermark })];
}

/** The nodes directly inside one, with their machines. */
function partsOfNode({ trigger, machine }: Node): readonly Node[] {
  return childrenOf(trigger).map((child, place) => ({
    trigger: child,
    machine: machine.children[place] as Machine,
  }));
}

/** The parts whose turn it is. */
function awakeParts(node: Node, { state }: Memory): readonly Node[] {
  const { trigger, machine } = node;
  const parts = partsOfNode(node);
  const unfinished = parts.filter((part) => !part.machine.isFinished(state));
  switch (trigger.kind) {
    case "afterWatermark": {
      const { early, late } = trigger;
      const [first, last] = [parts[0], parts.at(-1)];
      const current = isPastOnTime(machine, state)
        ? late !== null && last
        : early !== null && first;
      return current ? [current] : [];
    }
    case "afterEach":
      return unfinished.slice(0, 1);
    default:
      return unfinished;
  }
}

/** Whether an `afterWatermark` has had its firing at the window's end. */
function isPastOnTime(machine: Machine, state: TriggerState): boolean {
  return state[2 * machine.at + 1] === 1;
}
