import { show, TidemarkError } from "../../errors.ts";
import { parseInstant } from "../../luxon/index.ts";
import { isInstant, MAX_TIMESTAMP } from "../../watermark/time.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import { CellProblem } from "./cell-problem.ts";

export type TimeUnit = "iso" | "s" | "ms";

/** How the times of a file are written. */
export interface TimeForm {
  readonly unit: TimeUnit;
  /** The IANA zone of ISO text without offset; null refuses such text. */
  readonly zone: string | null;
}

const numbers = "give --time-unit s or ms for times that are numbers";
const decimal = /^[+-]?\d+(?:\.\d*)?$/;

/** Refuses a zone that does not exist, or that nothing would be read by. */
export function checkZone({ unit, zone }: TimeForm): void {
  if (zone === null) return;
  if (unit !== "iso") {
    throw new BadInput(
      `--zone is ${JSON.stringify(zone)}, but times in ${unit} have no zone`,
      "leave --zone out, or give --time-unit iso",
    );
  }
  try {
    parseInstant("2000-01-01T00:00:00", { zone });
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    throw badInputFrom(error, {}, "--zone: ");
  }
}

/** The instant in a cell, in milliseconds. */
export function readTime(cell: unknown, form: TimeForm): number | CellProblem {
  if (cell === "" || cell === null)
    return new CellProblem(
      "the cell is empty, not a time",
      "fill it, or give --bad-rows skip to leave such rows out",
    );
  const instant = form.unit === "iso" ? readIso(cell, form) : readDecimal(cell, form.unit);
  if (typeof instant !== "number" || instant < MAX_TIMESTAMP) return instant;
  return new CellProblem(
    `${show(cell)} is the end of time, which no row can have`,
    "correct the time",
  );
}

function readIso(cell: unknown, { zone }: TimeForm): number | CellProblem {
  try {
    if (typeof cell === "string")
      return zone === null ? parseInstant(cell) : parseInstant(cell, { zone });
    return noTime(cell, numbers);
  } catch (error) {
    if (decimal.test(cell as string)) return noTime(cell, numbers);
    const { reason, remedy } = badInputFrom(error, {});
    return new CellProblem(reason, remedy);
  }
}

/** Exact: `1517365101.235` s is 1517365101235 ms, which no product of floating-point numbers promises. */
function readDecimal(cell: unknown, unit: "s" | "ms"): number | CellProblem {
  const text = typeof cell === "number" ? String(cell) : cell;
  const [, sign, whole = "", fraction = ""] =
    (typeof text === "string" && /^([+-]?)(\d{1,17})(?:\.(\d*))?$/.exec(text)) || [];
  const digits = unit === "s" ? 3 : 0;
  const rest = fraction.slice(digits);
  const instant =
    Number(`${sign === "-" ? "-" : ""}${whole}${fraction.slice(0, digits).padEnd(digits, "0")}`) +
    0;
  if (whole !== "" && isInstant(instant) && /^0*$/.test(rest)) return instant;
  const units =
    unit === "s"
      ? "seconds since 1970, with at most three decimals"
      : "whole milliseconds since 1970";
  return noTime(cell, `write ${units}, or give another --time-unit`);
}

function noTime(cell: unknown, remedy: string): CellProblem {
  return new CellProblem(`${show(cell)} is no time`, remedy);
}
