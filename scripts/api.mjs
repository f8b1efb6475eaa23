/**
 * The API report: what every entry point exports, as text in `api/`, so that each change of the
 * public surface is a diff in review. `--update` writes the reports; without it a difference fails.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from "@microsoft/api-extractor";
import { entryPoints, filesBelow, root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

const kept = "api";
const fresh = ".cache/api";

const configs = entryPoints().map(([subpath, file]) => configFor(subpath, file));
const compilerState = CompilerState.create(configs[0], {
  additionalEntryPoints: configs.map((config) => config.mainEntryPointFilePath),
});
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
for (const config of configs) report(config);

if (process.argv.includes("--update")) {
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept);
  for (const file of filesBelow(fresh))
    writeFileSync(join(kept, basename(file)), readFileSync(file));
  console.log(`${kept}/: ${configs.length} reports`);
} else if (!existsSync(kept)) {
  fail(`There is no ${kept}/ yet.`);
} else {
  const { code, output } = await run(["git", "diff", "--no-index", "--", kept, fresh]);
  if (code !== 0) fail(`The public API is not what ${kept}/ says:\n${output}`);
}

function configFor(subpath, file) {
  const name = subpath === "." ? "core" : subpath.slice(2);
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, file.replace(/\.js$/, ".d.ts")),
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            module: "nodenext",
            moduleResolution: "nodenext",
            lib: ["es2023", "dom"],
            types: [],
            strict: true,
            skipLibCheck: true,
          },
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: join(root, fresh),
        reportTempFolder: join(root, fresh, "temp"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-forgotten-export": { logLevel: "none" },
          "ae-undocumented": { logLevel: "none" },
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
  });
}

function report(config) {
  const { errorCount } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (errorCount > 0) process.exit(1);
  rmSync(join(fresh, "temp"), { recursive: true, force: true });
}

function fail(reason) {
  console.error(`${reason}\n\nIf that is meant: npm run api`);
  process.exitCode = 1;
}
