export { type Analysable, analyse } from "./analyse.ts";
export { type Finding, type FindingCode, findingTable } from "./finding.ts";
