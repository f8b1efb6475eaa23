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
    stream.on("error", (error) => this.onError(error));
  }

  write(text: string): void {
    if (!this.isClosed && this.failure === null) this.stream.write(text);
  }

  async drained(): Promise<void> {
    if (!this.isClosed && this.failure === null) {
      // An empty text is through once all before it is, or once one of them has failed.
      await new Promise<void>((resolve) => {
        this.stream.write("", (error) => {
          if (error) this.onError(error);
          resolve();
        });
      });
    }
    if (this.failure !== null) throw this.failure;
  }

  private onError(error: NodeJS.ErrnoException): void {
    // `tidemark run … | head -1`: the reader has what it wanted.
    if (error.code === "EPIPE") this.isClosed = true;
    else this.failure = error;
  }
}

/** Only on a terminal, and only if the results do not go to one too: they would break the bar. */
async function startProgress(totalBytes: number): Promise<Progress | null> {
  if (!process.stderr.isTTY || process.stdout.isTTY) return null;
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
