import type { Key } from "../../../../src/panes/index.ts";
import type { KeyState } from "../../../../src/state/index.ts";
import { LogHost, rigOf } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** Which keys are the same. */
export const keys: readonly BrokenHost[] = [
  broken(
    "mixes up keys of equal text",
    () => rigOf(naming((name) => `string:${name.slice(name.indexOf(":") + 1)}`)),
    "keys are told apart by type, not by text",
  ),
  broken(
    "ends keys at NUL",
    () => rigOf(naming((name) => name.split("\u0000")[0] as string)),
    "keys of odd text are told apart",
  ),
  broken(
    "writes keys in UTF-8",
    () => rigOf(naming((name) => Buffer.from(name).toString())),
    "keys of odd text are told apart",
  ),
  broken(
    "compares keys without regard to case",
    () => rigOf(naming((name) => name.toLowerCase())),
    "keys that differ in case, blanks or composition are told apart",
  ),
  broken(
    "puts keys into a path",
    () => rigOf(naming((name) => name.replace(/[./]/g, ":"))),
    "keys that look like parts of one another are told apart",
  ),
  broken(
    "keeps states in an object",
    () => {
      const store = new LogHost();
      const states: Record<string, string> = {};
      const named = (key: Key): string => (typeof key === "string" ? key : `${typeof key} ${key}`);
      return rigOf(store, {
        load: (key) => {
          const text = states[named(key)];
          return text === undefined ? null : (JSON.parse(`${text as unknown}`) as KeyState);
        },
        commit: (commit) => {
          store.commit(commit);
          if (commit.state === null) delete states[named(commit.key)];
          else states[named(commit.key)] = JSON.stringify(commit.state);
        },
      });
    },
    "names of JavaScript are keys like any other",
  ),
  broken(
    "cuts keys to 255 characters",
    () => rigOf(naming((name) => name.slice(0, 255))),
    "long keys are told apart",
  ),
  broken(
    "writes numbers with six digits",
    () =>
      rigOf(
        naming((name) =>
          name.startsWith("number:") ? `number:${Number(name.slice(7)).toFixed(6)}` : name,
        ),
      ),
    "numbers are told apart, however large or small",
  ),
  broken(
    "keeps big integers in 64 bits",
    () =>
      rigOf(
        naming((name) =>
          name.startsWith("bigint:") ? `bigint:${BigInt.asIntN(64, BigInt(name.slice(7)))}` : name,
        ),
      ),
    "big integers are told apart, however large",
  ),
  broken(
    "tells -0 from 0",
    () => {
      const store = new LogHost();
      const nameOf = store.nameOf.bind(store);
      store.nameOf = (key) => (Object.is(key, -0) ? "number:-0" : nameOf(key));
      return rigOf(store);
    },
    "0 and -0 are one key",
  ),
];

/** A host that calls keys by other names. */
function naming(change: (name: string) => string): LogHost {
  return new (class extends LogHost {
    override nameOf(key: Key): string {
      return change(super.nameOf(key));
    }
  })();
}
