import type { Key } from "../../panes/key.ts";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import type { Bench } from "./bench.ts";
import { keyText } from "./compare.ts";
import { errorText, HostContractError } from "./violation.ts";

/**
 * The end of every check: drives all its keys to the end of time. Throws a `HostContractError` that
 * begins with "At the end of input" if the host then still stores a record, a timer or a hold.
 */
export async function endOfInput(bench: Bench): Promise<void> {
  try {
    for (const key of bench.twin.keys) await bench.drive({ key, watermark: MAX_TIMESTAMP });
  } catch (error) {
    throw new HostContractError(`At the end of input: ${errorText(error)}`, { cause: error });
  }
  const left = await whatIsLeft(bench);
  if (left.length > 0) {
    throw new HostContractError(`At the end of input the host still has ${left.join(", ")}.`);
  }
}

async function whatIsLeft(bench: Bench): Promise<readonly string[]> {
  const records = await bench.rig.records();
  const stored: Key[] = [];
  for (const key of bench.twin.keys) if ((await bench.load(key)) !== null) stored.push(key);
  const timers = await bench.timers();
  const holds = await bench.holds();
  return [
    ...(records === 0 ? [] : [`${records} ${records === 1 ? "record" : "records"} of state`]),
    ...(stored.length === 0 ? [] : [`a state of ${names(stored)}`]),
    ...(timers.size === 0 ? [] : [`timers of ${names([...timers.keys()])}`]),
    ...(holds.size === 0 ? [] : [`a hold of ${names([...holds.keys()])}`]),
  ];
}

/** A few keys in full, of many the first ones. */
function names(keys: readonly Key[]): string {
  const shown = keys.slice(0, 6).map(keyText).join(" and ");
  return keys.length <= 6 ? shown : `${shown} and ${keys.length - 6} other keys`;
}
