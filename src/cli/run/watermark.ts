import { TidemarkError } from "../../errors.ts";
import { bounded } from "../../watermark/bounded.ts";
import { percentile } from "../../percentile/percentile.ts";
import type { WatermarkStrategy } from "../../watermark/generator.ts";
import { monotonous } from "../../watermark/monotonous.ts";
import { BadInput } from "../bad-input.ts";
import { badInputFrom } from "../bad-input.ts";
import { didYouMean } from "../nearest.ts";

/** Where the watermark after each row comes from. */
export type WatermarkSource =
  | { readonly kind: "generator"; readonly strategy: WatermarkStrategy; readonly text: string }
  | { readonly kind: "column"; readonly column: string; readonly text: string }
  | { readonly kind: "end"; readonly text: "end" };

const forms = "use bounded 4h, percentile 99, monotonous, column NAME or end";

/** Reads `bounded 4h`, `percentile 99`, `monotonous`, `column NAME` or `end`; `bounded(4h)` is the same as the first. */
export function parseWatermark(text: string): WatermarkSource {
  const [, name = "", argument = ""] = /^\s*([^\s(]*)\s*(.*?)\s*$/s.exec(text) ?? [];
  switch (name) {
    case "monotonous":
    case "end":
      if (argument !== "" && argument !== "()")
        throw wrong(text, `${name} takes nothing, not ${JSON.stringify(argument)}`);
      return name === "end" ? { kind: "end", text: "end" } : generator(monotonous());
    case "bounded":
      return generator(boundedBy(argument.replace(/^\((.*)\)$/s, "$1").trim(), text));
    case "percentile":
      return generator(percentileOf(argument.replace(/^\((.*)\)$/s, "$1").trim(), text));
    case "column":
      if (argument === "") throw wrong(text, "the column's name is missing");
      return { kind: "column", column: argument, text: `column ${argument}` };
    default:
      throw new BadInput(
        `--watermark is ${JSON.stringify(text)}`,
        `${didYouMean(name, ["bounded", "percentile", "monotonous", "column", "end"])}${forms}`,
      );
  }
}

function boundedBy(bound: string, text: string): WatermarkStrategy {
  if (bound === "") throw wrong(text, "the bound is missing");
  try {
    return bounded(bound);
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    throw badInputFrom(error, {}, "--watermark: ");
  }
}

function percentileOf(percent: string, text: string): WatermarkStrategy {
  if (percent === "") throw wrong(text, "the percentile is missing");
  try {
    return percentile(Number(percent));
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    throw badInputFrom(error, {}, "--watermark: ");
  }
}

function generator(strategy: WatermarkStrategy): WatermarkSource {
  return { kind: "generator", strategy, text: String(strategy) };
}

function wrong(text: string, reason: string): BadInput {
  return new BadInput(`--watermark is ${JSON.stringify(text)}, but ${reason}`, forms);
}
