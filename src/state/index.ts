export { Driver, type DriverOptions, drive, driveAsync } from "./drive.ts";
export { apply, type ElementEvent, type EngineEvent } from "./event.ts";
export type { AsyncHost, Commit, KeyState, KeyTimers, SyncHost, WorkItem } from "./host.ts";
export { decodeKey, encodeKey, type KeyRecord } from "./key-record.ts";
export { OutputWatermark } from "./output-watermark.ts";
export { restoreEngine, takeSnapshot } from "./snapshot.ts";
export { type Snapshot, SNAPSHOT_VERSION } from "./snapshot-format.ts";
