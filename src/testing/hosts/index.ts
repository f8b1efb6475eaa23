export type { CheckContext, HostCheck } from "./check.ts";
export type { HostAction, HostElement } from "./commands/action.ts";
export { type HostCommandOptions, hostCommands } from "./commands/arbitrary.ts";
export { HostCommand } from "./commands/command.ts";
export type { HostModel, HostSystem } from "./commands/model.ts";
export {
  HostCommandsError,
  playHostActions,
  playHostCommands,
  type PlayHostOptions,
} from "./commands/play.ts";
export type { HostConformanceOptions } from "./options.ts";
export {
  type HostFailure,
  hostReportLines,
  type HostReport,
  type HostSkip,
  runHostConformance,
} from "./report.ts";
export type {
  Awaitable,
  FailurePoint,
  HostClocks,
  HostCommit,
  HostItem,
  HostResult,
  HostRig,
  MakeHost,
} from "./rig.ts";
export { hostStrategies } from "./strategies.ts";
export { hostConformance } from "./suite.ts";
export type { Mishap } from "./transport.ts";
export { CheckSkipped, HostContractError } from "./violation.ts";
