import { expect, test } from "vitest";
import { hostConformance, runHostConformance } from "../../../src/testing/hosts/index.ts";
import { brokenHosts } from "./broken/index.ts";

test("every check catches one of the broken hosts, and every broken host is caught", async () => {
  const options = { runs: 10, endOnFailure: true, manyKeys: 12, largeState: 70_000 };
  const uncaught: string[] = [];
  const idle = new Set(hostConformance(() => expect.fail("No host yet.")).map(({ name }) => name));
  for (const { does, make } of brokenHosts) {
    const { failed } = await runHostConformance(make, options);
    if (failed.length === 0) uncaught.push(does);
    for (const { name } of failed) idle.delete(name);
  }
  expect({ uncaught, idle: [...idle] }).toEqual({ uncaught: [], idle: [] });
}, 300_000);
