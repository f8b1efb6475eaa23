/**
 * `npm run data`: rebuilds the feeds in `examples/data/` from the data sets of `vega-datasets`.
 * Each is in order of arrival, so that reading it from top to bottom is what a service would have
 * seen. The same input always gives the same bytes.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readJson } from "./lib/project.mjs";

const source = "node_modules/vega-datasets/data";

/** One USGS record per row: `time` is when the ground shook, `updated` when it was last reported. */
function earthquakes() {
  const rows = readJson(`${source}/earthquakes.json`).features.map(
    ({ id, properties: { time, updated, mag, place, type, status }, geometry }) => {
      const [lon, lat, depth] = geometry.coordinates;
      const region = place?.split(",").at(-1).trim() || "unknown";
      return {
        id,
        time: iso(time),
        updated: iso(updated),
        mag,
        place,
        region,
        type,
        status,
        lon,
        lat,
        depth,
      };
    },
  );
  return csv(sorted(rows, ["updated", "time", "id"]));
}

/** One flight per row; its `date` is read as UTC, and a flight ahead of time arrives on time. */
function flights() {
  const rows = readJson(`${source}/flights-20k.json`).map(
    ({ date, delay, origin, destination, distance }) => {
      const event = Date.parse(`${date.replaceAll("/", "-").replace(" ", "T")}Z`);
      const arrival = iso(event + Math.max(delay, 0) * 60_000);
      return { date: iso(event), arrival, origin, destination, delay, distance };
    },
  );
  return csv(sorted(rows, ["arrival", "date", "origin", "destination"]));
}

/** File name → contents of every feed. */
export function feeds() {
  return { "earthquakes.csv": earthquakes(), "flights.csv": flights() };
}

function iso(ms) {
  return new Date(ms).toISOString();
}

/** Sorted by these columns of text, in code-unit order; what is equal in all keeps its order. */
function sorted(rows, columns) {
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return rows.sort((a, b) => {
    const column = columns.find((name) => a[name] !== b[name]);
    return column === undefined ? 0 : order(a[column], b[column]);
  });
}

function csv(rows) {
  const lines = [Object.keys(rows[0]), ...rows.map(Object.values)];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

/** RFC 4180, but lines end in LF. A missing value is an empty cell. */
function quoted(cell) {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const folder = "examples/data";
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(feeds())) {
    writeFileSync(join(folder, name), text);
    console.log(`${join(folder, name)}: ${text.split("\n").length - 2} rows`);
  }
}
