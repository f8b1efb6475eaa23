import type { Case, CaseCombine, CaseElement } from "../cases/case.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import { combined, differenceOf, type FinalValues, finalValues } from "./final-values.ts";
import type { Law, LawScope } from "./law.ts";
import { flushing } from "./needs.ts";
import { elementsOf, onTimeOnly } from "./narrow.ts";
import { placeOf, valueText } from "./words.ts";

/** Law 2: However on-time elements come, the sessions of a key are its times, sorted and cut at gaps. */
export function sessionsAreSortedAndCut(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 2,
      name: "sessionsAreSortedAndCut",
      statement:
        "However on-time elements come, the sessions of a key are its times, sorted and cut at gaps.",
      needs: { windows: ["sessions"], unfinishing: true, refinable: true, closing: flushing },
      narrow: onTimeOnly,
      variations: unvaried,
      why: (input) =>
        differenceOf(finalValues(factory, input), sortedAndCut(input), {
          one: "on the engine",
          other: "by definition",
        }),
    },
    scope,
  );
}

function sortedAndCut(input: Case): FinalValues {
  const { windows, combine } = input.strategy;
  const { gap } = (windows as { readonly sessions: { readonly gap: number } }).sessions;
  const values = new Map<string, string>();
  const elements = elementsOf(input);
  for (const key of new Set(elements.map(([, , name]) => name))) {
    for (const session of cutAtGaps(
      elements.filter(([, , name]) => name === key),
      gap,
    )) {
      values.set(...sessionOf(session, gap, combine));
    }
  }
  return values;
}

/** Times as far apart as the gap are in different sessions. */
function cutAtGaps(elements: readonly CaseElement[], gap: number): readonly CaseElement[][] {
  const sessions: CaseElement[][] = [];
  for (const element of [...elements].sort((a, b) => a[1] - b[1])) {
    const last = sessions.at(-1);
    const latest = last?.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
    if (last === undefined || element[1] - latest >= gap) sessions.push([element]);
    else last.push(element);
  }
  return sessions;
}

function sessionOf(
  session: readonly CaseElement[],
  gap: number,
  combine: CaseCombine,
): [place: string, value: string] {
  const times = session.map(([, timestamp]) => timestamp);
  const window = { start: Math.min(...times), end: Math.max(...times) + gap };
  const key = session[0]?.[2] ?? "";
  const values = session.map(([value]) => value);
  return [placeOf({ key, window }), valueText(combined(combine, values))];
}
