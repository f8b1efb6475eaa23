export * from "./combine/index.ts";
export { type ErrorCode, errorTable, TidemarkError } from "./errors.ts";
export * from "./panes/index.ts";
export * from "./run/index.ts";
export * from "./state/index.ts";
export * from "./triggers/index.ts";
export * from "./watermark/index.ts";
export * from "./windows/index.ts";
