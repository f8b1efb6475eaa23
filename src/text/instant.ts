import { show, TidemarkError } from "../errors.ts";
import { isInstant } from "../watermark/time.ts";

const iso =
  /^(?<date>(?:[+-]\d{6}|\d{4})-\d\d-\d\d)T(?<minutes>\d\d:\d\d)(?::(?<seconds>\d\d)(?:\.(?<fraction>\d{1,3}))?)?(?<offset>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * An instant from ISO-8601 text with an offset: `2015-04-01T12:00:26Z`, `…T14:00:26.5+02:00`. A
 * text without an offset would mean another instant on every machine and is refused, as is a date
 * that no calendar has. Throws `INVALID_TIMESTAMP`.
 */
export function parseInstant(text: string): number {
  const instant = read(text);
  if (isInstant(instant)) return instant;
  const zoneless = iso.test(`${text}Z`);
  throw new TidemarkError(
    "INVALID_TIMESTAMP",
    zoneless
      ? `The time ${show(text)} has no offset, so it is not known which instant it means.`
      : `${show(text)} is no time in ISO-8601 such as 2015-04-01T12:00:26Z.`,
    text,
    zoneless ? "Append Z for UTC, or an offset such as +02:00." : undefined,
  );
}

function read(text: string): number | null {
  const groups = iso.exec(text)?.groups;
  if (groups === undefined) return null;
  const { date, minutes, seconds = "00", fraction = "", offset = "Z" } = groups;
  const local = `${date}T${minutes}:${seconds}.${fraction.padEnd(3, "0")}Z`;
  const ms = Date.parse(local);
  // `Date.parse` carries 30 February over into March; such a text does not come back as it was.
  if (!isInstant(ms) || new Date(ms).toISOString() !== local.replace(/^\+00(?=\d{4}-)/, "")) {
    return null;
  }
  return ms - offsetMs(offset);
}

function offsetMs(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return (offset.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
