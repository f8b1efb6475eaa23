import { describe, test } from "vitest";
import { hostConformance } from "../../../src/testing/hosts/index.ts";
import { LogHost, rigOf, SlowHost, slowRig } from "./log-host.ts";

describe("a host that answers at once", () => {
  for (const { name, run } of hostConformance(() => rigOf(new LogHost()))) test(name, run);
});

describe("a host that answers later", () => {
  const make = (): ReturnType<typeof rigOf> => {
    const store = new LogHost();
    return rigOf(store, new SlowHost(store, 1));
  };
  for (const { name, run } of hostConformance(make, { runs: 20 })) test(name, run);
});

describe("a host that answers later and has a queue for each key", () => {
  for (const { name, run } of hostConformance(() => slowRig(2), { runs: 20 })) test(name, run);
});
