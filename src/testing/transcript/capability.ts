/** Windows of which this library has not all that the format has, with their parameters. */
const absentWindows: Readonly<Record<string, readonly string[]>> = {
  kafkaSliding: ["difference"],
};

/**
 * What windows need that this library does not have, or null: then they are to be read, and what
 * is malformed is refused.
 */
export function unsupportedWindows(json: unknown): string | null {
  const [entry, ...more] = isMapping(json) ? Object.entries(json) : [];
  if (entry === undefined || more.length > 0) return null;
  const [kind, fields] = entry;
  if (!isMapping(fields)) return null;
  const known = Object.hasOwn(absentWindows, kind) ? absentWindows[kind] : undefined;
  return known !== undefined && Object.keys(fields).every((name) => known.includes(name))
    ? `${kind} windows`
    : null;
}

function isMapping(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
