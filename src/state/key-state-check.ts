import type { Key } from "../panes/key.ts";
import { TidemarkError } from "../errors.ts";
import type { KeyState } from "./host.ts";
import { decodeKey } from "./key-record.ts";
import {
  checkCells,
  checkClocks,
  checkRecord,
  checkWhole,
  type SnapshotShape,
} from "./snapshot-check.ts";

/**
 * Throws `INVALID_SNAPSHOT` for a key's state that no commit can have made, and
 * `STRATEGY_MISMATCH` for one of another strategy.
 */
export function checkKeyState(
  input: unknown,
  key: Key,
  strategy: string,
  shape: SnapshotShape,
): asserts input is KeyState {
  const record = checkRecord(input, "the key's state", { version: 1 }) as Partial<KeyState>;
  if (record.strategy !== strategy) {
    throw new TidemarkError(
      "STRATEGY_MISMATCH",
      `The state of key ${String(key)} was committed under another strategy.`,
      record.strategy,
      "Drive a store under the strategy that it was written under, or begin with an empty one.",
    );
  }
  const watermark = checkClocks(record);
  checkCells(record, checkWhole(record, "sequence"), shape, watermark);
  for (const cell of (record as KeyState).cells) {
    if (decodeKey(cell.key) === key) continue;
    throw new TidemarkError(
      "INVALID_SNAPSHOT",
      `The state of key ${String(key)} has a window of another key.`,
      cell.key,
    );
  }
}
