import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Case } from "../cases/case.ts";
import { panesOf, play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { paneWords, placeOf } from "./words.ts";

/** Law 7: In each life of a window, numbers have no gaps, at most one pane is on time, none follows the last. */
export function paneNumbersHaveNoGaps(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 7,
      name: "paneNumbersHaveNoGaps",
      statement:
        "In each life of a window, numbers have no gaps, at most one pane is on time, none follows the last.",
      variations: unvaried,
      why: (input) => whyWrong(factory, input),
    },
    scope,
  );
}

/** A window from its first pane to its last, or until another one replaces it. */
class Life {
  private readonly previous: Pane<Key, unknown>[] = [];
  isReplaced = false;

  /** The session may be born again: its first life has ended. */
  get isOver(): boolean {
    return this.isReplaced || this.previous.at(-1)?.isLast === true;
  }

  /** What is wrong with the next pane, or null. */
  add(pane: Pane<Key, unknown>): string | null {
    const { previous } = this;
    const index = previous.length;
    const earlier = previous.filter(({ timing }) => timing !== "early");
    const isEarly = pane.timing === "early";
    previous.push(pane);
    if (previous.at(-2)?.isLast === true) return "follows the last pane";
    if (pane.index !== index) return `should have the index ${index}`;
    if (pane.isFirst !== (index === 0)) return `should ${index === 0 ? "" : "not "}be the first`;
    if (isEarly && earlier.length > 0) return "is early after one that is not";
    const onTimeIndex = isEarly ? -1 : earlier.length;
    if (pane.onTimeIndex !== onTimeIndex) return `should have the onTimeIndex ${onTimeIndex}`;
    if (pane.timing === "onTime" && earlier.some(({ timing }) => timing === "onTime"))
      return "is a second pane on time";
    return null;
  }
}

function whyWrong(factory: Backend, input: Case): string | null {
  const { windows } = input.strategy;
  const isMerging = typeof windows === "object" && "sessions" in windows;
  const lives = new Map<string, Life>();
  for (const pane of panesOf(play(factory, input))) {
    if (pane.retraction) continue;
    for (const window of pane.replaces) {
      const replaced = lives.get(placeOf({ ...pane, window }));
      if (replaced !== undefined) replaced.isReplaced = true;
    }
    const place = placeOf(pane);
    let life = lives.get(place);
    if (life === undefined || (isMerging && life.isOver && pane.index === 0)) {
      life = new Life();
      lives.set(place, life);
    }
    const wrong = life.add(pane);
    if (wrong !== null) return `(${paneWords(pane)}) ${wrong}`;
  }
  return null;
}
