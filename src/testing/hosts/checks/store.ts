import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { keyText } from "../compare.ts";
import { contract } from "../contract.ts";
import { element, oddTexts } from "./items.ts";

/** What the store gives back. */
export const storeChecks: readonly CheckDefinition[] = [
  onBench({
    name: "a key that was never seen has no state",
    contract: contract.readYourWrites,
    async run(bench) {
      for (const key of bench.settings.keys)
        await bench.sameState(key, "Before anything is stored");
      await bench.sameStates("Before anything is stored");
      await bench.sameTimers("Before anything is stored");
      await bench.sameResults("Before anything is stored");
    },
  }),
  onBench({
    name: "load gives back what the last commit stored",
    contract: contract.readYourWrites,
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await bench.drive(element(k, 3));
      await bench.sameState(k, "After one commit");
      await bench.drive(element(other, 40));
      await bench.drive(element(k, 4));
      await bench.sameState(k, "After a second commit of the key");
      await bench.sameState(other, "After a commit of another key");
      await bench.sameStates("After three commits of two keys");
    },
  }),
  onBench({
    name: "every commit can be read at once",
    contract: contract.readYourWrites,
    async run(bench) {
      const [k] = bench.settings.keys;
      for (let at = 0; at < 12; at++) {
        await bench.drive(element(k, 3 * at));
        await bench.sameState(k, `Right after commit ${at}`);
      }
    },
  }),
  onBench({
    name: "text in a state comes back as it was",
    contract: contract.plainJson,
    async run(bench) {
      const [k] = bench.settings.keys;
      const elements = oddTexts.map((value, at) => ({ value, timestamp: at }));
      await bench.drive({ key: k, elements });
      await bench.sameState(k, "With odd texts in the state");
    },
  }),
  onBench({
    name: "a large state comes back as it was",
    contract: contract.readYourWrites,
    async run(bench) {
      const { keys, largeState } = bench.settings;
      const [k] = keys;
      const elements = Array.from({ length: 32 }, (_, at) => ({
        value: `${at} `.repeat(Math.ceil(largeState / 32 / `${at} `.length)),
        timestamp: at,
      }));
      await bench.drive({ key: k, elements });
      await bench.sameState(k, `With a state of ${largeState} characters`);
    },
  }),
  onBench({
    name: "a commit of null deletes the record and the timers",
    contract: contract.storesState,
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await bench.drive(element(k, 3));
      await bench.drive(element(other, 3));
      await bench.drive({ key: k, watermark: MAX_TIMESTAMP });
      await bench.sameStates(`After the end of ${keyText(k)}`);
      await bench.sameTimers(`After the end of ${keyText(k)}`);
    },
  }),
  onBench({
    name: "a commit of null for a key without a record stores nothing",
    contract: contract.storesState,
    async run(bench) {
      const [k] = bench.settings.keys;
      for (const watermark of [5, 6]) await bench.drive({ key: k, watermark });
      await bench.sameStates("After items that leave nothing");
      await bench.sameTimers("After items that leave nothing");
    },
  }),
  onBench({
    name: "a key that was deleted begins anew",
    contract: contract.nothingLeft,
    async run(bench) {
      const [k] = bench.settings.keys;
      for (const start of [0, 100, 200]) {
        await bench.drive(element(k, start));
        await bench.drive({ key: k, watermark: start + 50 });
        await bench.sameStates(`After the windows up to ${start + 10} have expired`);
      }
      await bench.sameResults("After three lives of the key");
    },
  }),
  onBench({
    name: "a state without timers is kept",
    contract: contract.keepClocks,
    driver: { keepClocks: true },
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive(element(k, 3));
      await bench.drive({ key: k, watermark: 50 });
      await bench.sameStates("When the clocks are all that is left of a key");
      await bench.sameTimers("When the clocks are all that is left of a key");
      await bench.drive(element(k, 4));
      await bench.sameResults("After an element that those clocks make late");
    },
  }),
  onBench({
    name: "the host keeps no reference into a commit's state, nor gives one away",
    contract: contract.readYourWrites,
    async run(bench) {
      const [k] = bench.settings.keys;
      const { state } = await bench.drive(element(k, 3));
      spoil(state);
      await bench.sameState(k, "After the state of the commit was altered");
      spoil(await bench.load(k));
      await bench.sameState(k, "After the state that was loaded was altered");
    },
  }),
  onBench({
    name: "the host changes nothing in a commit",
    contract: contract.handsOff,
    async run(bench) {
      const [k] = bench.settings.keys;
      const elements = [3, 30].map((timestamp) => ({ value: "a", timestamp }));
      await bench.drive({ key: k, elements, processingTime: 100 });
      // What these return is what the host was given, as the host has left it.
      await bench.drive({ key: k, watermark: 13, processingTime: 105 });
      await bench.drive({ key: k, watermark: MAX_TIMESTAMP });
    },
  }),
];

/** Takes out of a value whatever can be taken out of it. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const field of Object.values(value)) spoil(field);
  if (Array.isArray(value)) value.length = 0;
  else for (const name of Object.keys(value)) Reflect.deleteProperty(value, name);
}
