import type { Io, Progress, TextSink } from "./io.ts";

/** The standard streams of this process. */
export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: new StreamSink(process.stdout),
    stderr: new StreamSink(process.stderr),
    startProgress,
  };
}

class StreamSink implements TextSink {
  isClosed = false;
  private failure: Error | null = null;
  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // `tidemark run … | head -1`: the reader has what it wanted.
      if (error.code === "EPIPE") this.isClosed = true;
      else this.failure = error;
    });
  }

  write(text: string): void {
    if (!this.isClosed) this.stream.write(text);
  }

  async drained(): Promise<void> {
    if (this.stream.writableNeedDrain && !this.isClosed && this.failure === null) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.stream.off("drain", done).off("error", done).off("close", done);
          resolve();
        };
        this.stream.on("drain", done).on("error", done).on("close", done);
      });
    }
    if (this.failure !== null) throw this.failure;
  }
}

/** Only on a terminal, and only if the results do not go to one too: they would break the bar. */
async function startProgress(totalBytes: number): Promise<Progress | null> {
  if (process.stderr.isTTY !== true || process.stdout.isTTY === true) return null;
  const { SingleBar } = (await import("cli-progress")).default;
  const bar = new SingleBar({
    format: "{bar} {percentage} % | {rows} rows | {eta} s left",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(totalBytes, 0, { rows: 0 });
  return {
    update: (bytes, rows) => bar.update(bytes, { rows }),
    stop: () => bar.stop(),
  };
}
