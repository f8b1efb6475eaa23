import { list } from "../../combine/list.ts";
import type { Combiner } from "../../combine/combine-fn.ts";
import { type Strategy, strategy, strategyToJson } from "../../panes/strategy.ts";
import { readStrategyField } from "../../text/strategy.ts";
import { triggerFromJson } from "../../triggers/from-json.ts";
import type { WindowFn, WindowFnJson } from "../../windows/window-fn.ts";
import { windowsFromJson } from "../../windows/json.ts";
import { knownForms } from "../forms.ts";
import type { CaseCombine, CaseStrategy, CaseWindows } from "./case.ts";

/** The strategy that a case's plain data describes. Triggers that finish are allowed. */
export function buildStrategy(plain: CaseStrategy): Strategy<unknown, unknown> {
  return strategy<unknown, unknown>({
    ...plain,
    windows: buildWindows(plain.windows),
    trigger: triggerFromJson(plain.trigger),
    combine: combinerNamed(plain.combine),
    allowUnsafeTriggers: true,
  });
}

/** The window function that a case's plain data describes. */
export function buildWindows(plain: CaseWindows): WindowFn {
  return windowsFromJson(plain, { forms: knownForms });
}

function combinerNamed(name: CaseCombine): Combiner<unknown, unknown> {
  if (name === "list") return list<unknown>();
  return readStrategyField("combine", name) as Combiner<unknown, unknown>;
}

/** Names of windows, and of combiners, that a case can have. */
const plainWindows: readonly string[] = ["fixed", "sliding", "cumulate", "sessions", "calendar"];
const plainCombiners: readonly string[] = ["sum", "count", "min", "max", "mean", "list"];

/** Cases have no gap that is a function. */
function hasFunction(windows: WindowFnJson): boolean {
  return (
    typeof windows === "object" && "sessions" in windows && windows.sessions.gapOf !== undefined
  );
}

/** The plain data of a strategy, or null if it has a part that a case cannot have. */
export function caseStrategyOf(of: Strategy<never, unknown>): CaseStrategy | null {
  const { windows, combine, timestampCombiner, ...rest } = strategyToJson(of);
  const kind = typeof windows === "string" ? windows : (Object.keys(windows)[0] as string);
  const known =
    !hasFunction(windows) &&
    (kind === "global" || plainWindows.includes(kind)) &&
    plainCombiners.includes(combine.name) &&
    typeof timestampCombiner === "string";
  if (!known) return null;
  return {
    ...rest,
    windows: windows as CaseWindows,
    combine: combine.name as CaseCombine,
    timestampCombiner: timestampCombiner as CaseStrategy["timestampCombiner"],
  };
}
