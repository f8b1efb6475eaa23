/**
 * `node test/cli/make-rows.mjs ROWS FILE.csv`: a file of any length to measure `tidemark run` with.
 * Rows are in order of arrival, up to a minute late, of 1,000 keys; the same number of rows always
 * gives the same bytes.
 */
import { closeSync, openSync, writeSync } from "node:fs";

const [count, path] = [Number(process.argv[2]), process.argv[3]];
if (!Number.isSafeInteger(count) || path === undefined) {
  console.error("node test/cli/make-rows.mjs ROWS FILE.csv");
  process.exit(2);
}

let seed = 12345;
function random() {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return seed / 2 ** 32;
}

const file = openSync(path, "w");
let text = "time,arrival,key,amount,note\n";
let arrival = Date.UTC(2024, 0, 1);
for (let row = 0; row < count; row++) {
  arrival += Math.floor(random() * 200);
  const time = arrival - Math.floor(random() * 60_000);
  const key = `k${Math.floor(random() * 1000)}`;
  const amount = Math.floor(random() * 1000) / 10;
  text += `${new Date(time).toISOString()},${new Date(arrival).toISOString()},${key},${amount},row ${row}\n`;
  if (text.length > 1 << 18) {
    writeSync(file, text);
    text = "";
  }
}
writeSync(file, text);
closeSync(file);
