import { describe, expect, test } from "vitest";
import { hostConformance, HostContractError } from "../../../src/testing/hosts/index.ts";
import { brokenHosts } from "./broken/index.ts";

describe("a host is caught that", () => {
  test.each(brokenHosts)("$does", async ({ make, caughtBy }) => {
    const check = hostConformance(make, { manyKeys: 12 }).find(({ name }) => name === caughtBy);
    await expect(check?.run()).rejects.toThrow(HostContractError);
  });
});
