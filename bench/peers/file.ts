import { writeFileSync } from "node:fs";
import type { Feed } from "../feed.ts";

/**
 * Writes an input for the peers, little-endian: how many elements, bundles and keys; for each
 * element the key's number, the value and the timestamp; for each bundle where it ends and the
 * watermark after it.
 */
export function writeFeed(file: string, feed: Feed, keys: number): void {
  const { elements, bundles } = feed;
  const data = Buffer.alloc(12 + 16 * elements + 12 * bundles.length);
  let at = data.writeInt32LE(elements, 0);
  at = data.writeInt32LE(bundles.length, at);
  at = data.writeInt32LE(keys, at);
  for (const { keys, values, timestamps } of bundles) {
    for (let i = 0; i < timestamps.length; i++) {
      at = data.writeInt32LE(numberOf(keys[i] as string), at);
      at = data.writeInt32LE(values[i] as number, at);
      at = data.writeDoubleLE(timestamps[i] as number, at);
    }
  }
  let end = 0;
  for (const { timestamps, watermark } of bundles) {
    end += timestamps.length;
    at = data.writeInt32LE(end, at);
    at = data.writeDoubleLE(watermark as number, at);
  }
  writeFileSync(file, data);
}

/** A number that tells inputs apart; the peers work it out from what they have read. */
export function checksumOf({ bundles }: Feed): number {
  let checksum = 0;
  const take = (value: number): void => {
    checksum = (Math.imul(31, checksum) + value) | 0;
  };
  for (const { keys, values, timestamps } of bundles) {
    for (let at = 0; at < timestamps.length; at++) {
      take(numberOf(keys[at] as string));
      take(values[at] as number);
      take((timestamps[at] as number) | 0);
    }
  }
  let end = 0;
  for (const { timestamps, watermark } of bundles) {
    end += timestamps.length;
    take(end);
    take((watermark as number) | 0);
  }
  return checksum;
}

function numberOf(key: string): number {
  return Number(key.slice("user-".length));
}
