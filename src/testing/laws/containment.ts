import type { Window } from "../../windows/interval.ts";
import type { Case, CaseElement } from "../cases/case.ts";
import { play, windowName } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { elementsOf, numbered } from "./narrow.ts";

/** Law 1: The window of a pane, or of a drop, contains the timestamps of its elements. */
export function windowsContainTheirElements(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 1,
      name: "windowsContainTheirElements",
      statement: "The window of a pane, or of a drop, contains the timestamps of its elements.",
      needs: { combine: ["list"] },
      narrow: numbered,
      variations: unvaried,
      why: (input) => whyOutside(factory, input),
    },
    scope,
  );
}

function whyOutside(factory: Backend, input: Case): string | null {
  const elements = elementsOf(input);
  for (const { panes, dropped } of play(factory, input)) {
    for (const { key, window, value } of panes) {
      for (const number of value as readonly number[]) {
        const element = elements[number - 1];
        if (element?.[2] !== key) return `a pane of ${String(key)} has the element ${number}`;
        if (!isIn(window, element)) return outside(element, window);
      }
    }
    for (const { key, window, value } of dropped) {
      const element = elements[(value as number) - 1];
      if (element?.[2] !== key) return `a drop of ${String(key)} is the element ${String(value)}`;
      if (window !== null && !isIn(window, element)) return outside(element, window);
    }
  }
  return null;
}

function isIn({ start, end }: Window, [, timestamp]: CaseElement): boolean {
  return start <= timestamp && timestamp < end;
}

function outside([value, timestamp]: CaseElement, window: Window): string {
  return `the element ${String(value)} at ${timestamp} is not within ${windowName(window)}`;
}
