import { closeSync, openSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";
import { BadInput } from "./bad-input.ts";

const bufferLength = 64 * 1024;

/**
 * A file that appears under its name only once it is complete: until then it is `NAME.partial`
 * beside it. What is no plain file, such as a pipe or /dev/stdout, is written to as it is.
 */
export class AtomicFile {
  readonly path: string;
  private readonly writtenPath: string;
  private readonly descriptor: number;
  private buffered = "";
  private isOpen = true;

  constructor(path: string) {
    this.path = path;
    this.writtenPath = isSpecial(path) ? path : `${path}.partial`;
    try {
      this.descriptor = openSync(this.writtenPath, "w");
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  write(text: string): void {
    this.buffered += text;
    if (this.buffered.length >= bufferLength) this.flush();
  }

  /** Writes what is left and puts the file in its place. */
  complete(): void {
    this.flush();
    this.close();
    if (this.writtenPath !== this.path) renameSync(this.writtenPath, this.path);
  }

  /** Leaves nothing behind, unless it is complete. A file that had this name before stays as it was. */
  abandon(): void {
    if (!this.isOpen) return;
    this.close();
    if (this.writtenPath !== this.path) unlinkSync(this.writtenPath);
  }

  private close(): void {
    this.isOpen = false;
    closeSync(this.descriptor);
  }

  private flush(): void {
    let bytes: Uint8Array = Buffer.from(this.buffered, "utf8");
    this.buffered = "";
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.descriptor, bytes));
  }
}

function isSpecial(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

function cannotWrite(path: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return new BadInput(
        "the file cannot be made, because its directory does not exist",
        "make the directory first",
        { file: path },
      );
    case "EISDIR":
      return new BadInput("this is a directory", "name a file in it", { file: path });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new BadInput("the file may not be written", "check its permissions", { file: path });
    default:
      return error;
  }
}
