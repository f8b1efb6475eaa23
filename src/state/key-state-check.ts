import type { KeyState } from "./host.ts";
import { checkCells, checkClocks, checkRecord, checkWhole } from "./snapshot-check.ts";

/** Throws `INVALID_SNAPSHOT` for a key's state that no commit can have made. */
export function checkKeyState(state: unknown, triggerSize: number): asserts state is KeyState {
  const record = checkRecord(state, "the key's state", { version: 1 });
  const watermark = checkClocks(record);
  checkCells(record, checkWhole(record, "sequence"), triggerSize, watermark);
}
