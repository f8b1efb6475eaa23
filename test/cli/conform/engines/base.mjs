/**
 * The engine of the example with something that it does when a case is marked: one of its elements
 * has the value "boom".
 */
import { createInterface } from "node:readline";
import { answer } from "../../../../examples/conformance/engine.mjs";

export function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

export async function serve(onBoom, { onHello = write, onAnswer = write } = {}) {
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    const reply = answer(message);
    if (reply === null) return;
    if (message.type === "hello") onHello(reply);
    else if (line.includes('"boom"')) await onBoom(reply, message);
    else onAnswer(reply);
  }
}
