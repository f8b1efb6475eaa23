export { type ParseInstantOptions, parseInstant } from "./parse-instant.ts";
