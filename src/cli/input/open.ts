import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { BadInput } from "../bad-input.ts";
import type { Io } from "../io.ts";

/** Bytes to read, and how many there will be if that is known. */
export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly totalBytes: number | null;
}

const chunkBytes = 256 * 1024;

/** Opens a named file, or standard input for `-`. Throws `BadInput` for what cannot be read. */
export async function openInput(file: string, io: Io): Promise<Input> {
  if (file === "-") return { chunks: io.stdin, totalBytes: null };
  const totalBytes = await sizeOfFile(file);
  return { chunks: readable(file), totalBytes };
}

async function* readable(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
      yield chunk as Buffer;
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}

async function sizeOfFile(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      throw new BadInput("this is a directory", "name a file in it", { file });
    }
    return found.isFile() ? found.size : null;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** The error of the file system in words, or the given error if it is none. */
export function cannotRead(file: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return new BadInput("there is no such file", "check the name, or use - for standard input", {
        file,
      });
    case "EISDIR":
      return new BadInput("this is a directory", "name a file in it", { file });
    case "EACCES":
    case "EPERM":
      return new BadInput("the file may not be read", "check its permissions", { file });
    default:
      return error;
  }
}
