export { allLaws, type CheckLawsOptions, checkLaws, type LawName } from "./all.ts";
export type { ReferenceScope } from "./equality.ts";
export type { Law, LawMaker, LawOptions, LawReport, LawScope } from "./law.ts";
export * as laws from "./named.ts";
export { checkWindows, type WindowLawOptions } from "./window-laws.ts";
export { lawReportLines } from "./report.ts";
