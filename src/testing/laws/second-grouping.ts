import { mergeable } from "../arbitraries/strategies.ts";
import { windows as allWindows } from "../arbitraries/windows.ts";
import { isArbitrary } from "../arbitraries/weighted.ts";
import { buildStrategy, buildWindows } from "../cases/build.ts";
import type { Case, CaseWindows } from "../cases/case.ts";
import { take } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { onTimeOnly } from "./narrow.ts";

/** Law 8: A second grouping, at zero lateness, drops nothing of what a first one makes of on-time data. */
export function secondGroupingDropsNothing(factory: Backend, scope: LawScope = {}): Law {
  const { strategies = {} } = scope.cases ?? {};
  const windows = isArbitrary(strategies) ? {} : (strategies.windows ?? {});
  return defineLaw(
    {
      number: 8,
      name: "secondGroupingDropsNothing",
      statement:
        "A second grouping, at zero lateness, drops nothing of what a first one makes of on-time data.",
      // An empty pane at expiry is no data: it comes when its window's own time has long passed.
      needs: { closing: ["ifNonEmpty"] },
      narrow: onTimeOnly,
      variations: {
        drawn: isArbitrary(windows) ? windows : allWindows(windows),
        usual: [{ fixed: { size: 7 } }, { fixed: { size: 25 } }, { sessions: { gap: 4 } }],
      },
      why: (input, second) => whyDropped(factory, input, second),
    },
    scope,
  );
}

function whyDropped(factory: Backend, input: Case, windows: CaseWindows): string | null {
  const { strategy } = input;
  const first = factory(buildStrategy(strategy));
  const second = factory(buildStrategy(mergeable({ ...strategy, windows, allowedLateness: 0 })));
  for (const step of input.steps) {
    take(first, step);
    // A runner hands the panes of a step on before it lets the watermark pass.
    const panes = first.take().panes.filter(({ retraction }) => !retraction);
    for (const { key, timestamp } of panes) second.elements([{ key, value: 1, timestamp }]);
    second.advance({ watermark: first.outputWatermark });
    const late = second.take().dropped.find(({ reason }) => reason === "late");
    if (late !== undefined)
      return `${buildWindows(windows)} drop a pane of ${String(late.key)} at ${late.timestamp}`;
  }
  return null;
}
