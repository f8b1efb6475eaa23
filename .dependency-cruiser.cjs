/** What each folder of `src/` may import from, besides itself and `errors.ts`; layers look down. */
const below = {
  watermark: [],
  windows: ["watermark"],
  triggers: ["watermark", "windows"],
  combine: ["watermark"],
  panes: ["watermark", "windows", "triggers", "combine"],
  state: ["watermark", "windows", "triggers", "combine", "panes"],
  why: ["watermark", "windows", "triggers", "combine", "panes", "state"],
  text: ["watermark", "windows", "triggers", "combine", "panes"],
  luxon: ["watermark", "windows"],
  percentile: ["watermark"],
  "state/persistent": ["watermark", "windows", "triggers", "combine", "panes", "state"],
  run: ["watermark", "windows", "triggers", "combine", "panes", "state"],
  "run/web": ["watermark", "windows", "triggers", "combine", "panes", "state", "run"],
};

/** Folders inside another folder's path that count as folders of their own. */
const nested = { state: "state/persistent", run: "run/web" };

function filesOf(folder) {
  const inner = nested[folder];
  return inner ? `^src/${folder}/(?!${inner.slice(folder.length + 1)}/)` : `^src/${folder}/`;
}

const layers = Object.entries(below).map(([folder, allowed]) => ({
  name: `${folder.replace("/", "-")}-looks-down`,
  comment: `src/${folder} may import from: ${allowed.join(", ") || "nothing"} (and errors.ts).`,
  severity: "error",
  from: { path: filesOf(folder) },
  to: {
    path: "^src/",
    pathNot: ["^src/errors\\.ts$", ...[folder, ...allowed].map(filesOf)],
  },
}));

/** A package, under whichever name it resolves to. */
const packageNamed = (name) => `(^|/)node_modules/(@types/)?${name}(/|$)`;

const seats = [
  { name: "luxon", only: "^src/luxon/", to: { path: packageNamed("luxon") } },
  {
    name: "sketches",
    only: "^src/percentile/",
    to: { path: packageNamed("@datadog/sketches-js") },
  },
  { name: "immutable", only: "^src/state/persistent/", to: { path: packageNamed("immutable") } },
  { name: "node", only: "^src/cli/", to: { dependencyTypes: ["core"] } },
  { name: "fast-check", only: "^src/testing/", to: { path: packageNamed("fast-check") } },
].map(({ name, only, to }) => ({
  name: `${name}-has-one-seat`,
  comment: `Only ${only} may import ${name}.`,
  severity: "error",
  from: { path: "^src/", pathNot: only },
  to,
}));

module.exports = {
  forbidden: [
    ...layers,
    ...seats,
    {
      name: "no-cycles",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "errors-import-nothing",
      severity: "error",
      from: { path: "^src/errors\\.ts$" },
      to: { path: "." },
    },
    {
      name: "cli-is-the-top",
      comment: "Nothing is built on the command line.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "core-stays-small",
      comment:
        "Importing the core loads neither luxon, immutable, `why`, the command line nor the kit.",
      severity: "error",
      from: { path: "^src/index\\.ts$" },
      to: {
        path: [
          packageNamed("luxon"),
          packageNamed("immutable"),
          packageNamed("fast-check"),
          "^src/(cli|testing|why|luxon|percentile|state/persistent)/",
        ],
        reachable: true,
      },
    },
    {
      name: "src-stands-alone",
      comment: "Sources import no tests, benches, scripts or examples, and only listed packages.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        pathNot: "^src/",
        dependencyTypes: [
          "local",
          "npm-dev",
          "npm-no-pkg",
          "npm-unknown",
          "unknown",
          "undetermined",
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.core.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
