import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The linter's bans hold `src/` pure; each must fire where it should, and nowhere else. */
const everywhere = ["watermark/x.ts", "state/persistent/x.ts", "luxon/x.ts", "run/web/x.ts"];
const notInCli = [
  "Date.now();",
  "new Date();",
  "Date();",
  "Math.random();",
  "Intl;",
  "process;",
  "performance;",
  "console;",
  "setTimeout;",
  "globalThis;",
  "const { now } = Date; now();",
  'import "node:fs";',
];
const rows = [
  ...notInCli.map((code) => ({ code, banned: everywhere, allowed: ["cli/x.ts"] })),
  { code: 'import "luxon";', banned: ["watermark/x.ts", "cli/x.ts"], allowed: ["luxon/x.ts"] },
  {
    code: 'import "immutable";',
    banned: ["state/x.ts", "luxon/x.ts", "cli/x.ts"],
    allowed: ["state/persistent/x.ts"],
  },
  { code: "new Date(0).getHours();", banned: [...everywhere, "cli/x.ts"], allowed: [] },
  { code: '"a".localeCompare("b");', banned: [...everywhere, "cli/x.ts"], allowed: [] },
  { code: "new Date(0).getTime();", banned: [], allowed: [...everywhere, "cli/x.ts"] },
];

const bans = /no-clock-date|no-local-time|no-restricted-(globals|imports|properties)/;
const places = rows.flatMap(({ code, banned, allowed }, row) => [
  ...banned.map((file) => ({ code, file, row, fires: true })),
  ...allowed.map((file) => ({ code, file, row, fires: false })),
]);
const pathOf = (place: { file: string; row: number }): string =>
  `src/${place.file.replace("x.ts", `row${place.row}.ts`)}`;

let folder = "";
let fired = new Set<string>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-bans-"));
  const config: unknown = JSON.parse(readFileSync(".oxlintrc.json", "utf8"));
  const untyped = { ...(config as object), options: { typeAware: false } };
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify(untyped));
  cpSync("scripts/lib/oxlint-plugin.mjs", join(folder, "scripts/lib/oxlint-plugin.mjs"));
  for (const place of places) {
    const path = join(folder, pathOf(place));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${place.code}\n`);
  }
  fired = lint(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(places)("$code in src/$file: ban fires = $fires", (place) => {
  expect(fired.has(pathOf(place))).toBe(place.fires);
});

/** The files in which a ban fired. */
function lint(cwd: string): Set<string> {
  const bin = join(process.cwd(), "node_modules/oxlint/bin/oxlint");
  const args = [bin, "--format=unix", "src"];
  const { stdout } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  const lines = stdout.split("\n").filter((line) => bans.test(line));
  return new Set(lines.map((line) => line.split(":")[0] ?? ""));
}
