import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AtomicFile } from "../atomic-file.ts";
import { BadInput } from "../bad-input.ts";
import { minimalTranscript } from "./failure-text.ts";
import { jsonReport } from "./json-report.ts";
import { junitXml } from "./junit.ts";
import type { Outcome } from "./outcome.ts";
import type { ConformSettings } from "./settings.ts";

/** Files that are there from the start of a run, so that it does not end in one that cannot be. */
export class ReportFiles {
  private readonly junit: AtomicFile | null;
  private readonly json: AtomicFile | null;
  private readonly folder: string | null;

  /** Throws `BadInput` for what cannot be written. */
  constructor({ junit, json, write }: ConformSettings) {
    this.folder = write;
    if (write !== null) makeFolder(write);
    this.junit = junit === null ? null : new AtomicFile(junit);
    this.json = json === null ? null : new AtomicFile(json);
  }

  complete(outcome: Outcome): void {
    this.junit?.write(junitXml(outcome));
    this.junit?.complete();
    this.json?.write(`${JSON.stringify(jsonReport(outcome), null, 2)}\n`);
    this.json?.complete();
    if (this.folder === null) return;
    for (const group of outcome.groups) {
      const file = new AtomicFile(join(this.folder, `${group.id}.yaml`));
      file.write(minimalTranscript(group, outcome));
      file.complete();
    }
  }

  /** Leaves nothing behind of what is not complete. */
  abandon(): void {
    this.junit?.abandon();
    this.json?.abandon();
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInput(
      `the directory cannot be made (${code})`,
      "name one that can be written to",
      { file: path },
    );
  }
}
