import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { forgetGroup, killGroup, noteGroup } from "./live-groups.ts";
import { Lines } from "./lines.ts";
import { Tail } from "./tail.ts";

/** How a process came to its end. */
export interface Ended {
  /** `exit code 3`, or the name of a signal. */
  readonly how: string;
  /** What it wrote after its last line feed. */
  readonly half: string;
}

export interface ChildEvents {
  onLine(line: string): void;
  /** It has written a line that is longer than any that could be of use. */
  onEndlessLine(): void;
  /** Called once, after the last line. */
  onEnd(ended: Ended): void;
}

/** How long pipes stay open that outlive their process. */
const strayPipesMs = 1_000;

/**
 * A command in a shell, in a process group of its own, by lines. Whatever the command starts ends
 * with it, unless it leaves the group.
 */
export class Child {
  readonly stderr: Tail = new Tail(4096);
  /** Resolves when the process is gone and all that it wrote has been read. */
  readonly gone: Promise<Ended>;
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(command: string, events: ChildEvents) {
    const child = spawn("sh", ["-c", command], {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process = child;
    const { pid } = child;
    if (pid !== undefined) noteGroup(pid);
    const lines = new Lines((line) => events.onLine(line));
    child.stdout.on("data", (chunk: Buffer) => {
      if (!lines.push(chunk)) events.onEndlessLine();
    });
    child.stderr.on("data", (chunk: Buffer) => this.stderr.push(chunk));
    // Writing to a process that has ended is no error of its own.
    child.stdin.on("error", () => {});
    this.gone = new Promise((resolve) => {
      child.on("error", (error) => resolve({ how: error.message, half: "" }));
      child.on("exit", () => {
        if (pid === undefined) return;
        killGroup(pid);
        forgetGroup(pid);
        setTimeout(() => this.closePipes(), strayPipesMs).unref();
      });
      child.on("close", (code, signal) =>
        resolve({ how: signal ?? `exit code ${code}`, half: lines.rest() }),
      );
    });
    void this.gone.then((ended) => events.onEnd(ended));
  }

  send(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  /** Ends the process and all that it has started. */
  kill(): void {
    const { pid, exitCode, signalCode } = this.process;
    if (pid !== undefined && exitCode === null && signalCode === null) killGroup(pid);
  }

  /** Lets the process end by itself for some time; then ends it. */
  async leave(graceMs: number): Promise<void> {
    this.process.stdin.end();
    const patience = new AbortController();
    await Promise.race([
      this.gone,
      delay(graceMs, null, { signal: patience.signal }).catch(() => null),
    ]);
    patience.abort();
    this.kill();
    await this.gone;
  }

  private closePipes(): void {
    this.process.stdout.destroy();
    this.process.stderr.destroy();
  }
}
