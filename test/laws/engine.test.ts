import fc from "fast-check";
import { describe } from "vitest";
import { backends } from "../../src/testing/backends.ts";
import { cases, strategyJson, unfinishingTrigger, windowsJson } from "../support/arbitraries.ts";
import * as laws from "../support/laws.ts";
import { law14 } from "../support/model.ts";
import { law } from "../support/property.ts";

const any = cases();
const unfinishing = cases(strategyJson({ trigger: unfinishingTrigger }));
const aligned = cases(
  strategyJson({ windows: windowsJson.filter((windows) => windows !== "global") }),
);

for (const name of ["memory", "immutable"] as const) {
  const backend = backends[name];
  describe(`${name} engine, random cases`, () => {
    law("Law 3: adds minus retractions are the final values", any, (input) =>
      laws.law3Retractions(backend, input),
    );
    law("Law 3: discarding panes combined are the accumulating ones", unfinishing, (input) =>
      laws.law3Discarding(backend, input),
    );
    law("Law 4: splitting bundles changes no final value", unfinishing, (input) =>
      laws.law4Splitting(backend, input),
    );
    law(
      "Law 4: the order of on-time input changes no final value",
      fc.tuple(unfinishing, fc.integer({ min: 1, max: 96 })),
      ([input, salt]) =>
        laws.law4Order(
          backend,
          input,
          ([value, timestamp]) => ((timestamp * 31 + value * 17) * salt) % 97,
        ),
    );
    law("Law 5: splitting watermark steps changes no final value", unfinishing, (input) =>
      laws.law5(backend, input),
    );
    law("Law 6: a checkpoint after any step changes nothing", any, (input) =>
      laws.law6(backend, input),
    );
    law("Law 7: pane numbers of each life of a window", any, (input) => laws.law7(backend, input));
    law("Law 8: the output watermark", any, (input) => laws.law8(backend, input));
    law(
      "Law 9: moving all times moves the output",
      fc.tuple(aligned, fc.integer({ min: -100_000, max: 100_000 })),
      ([input, byMs]) => laws.law9(backend, input, byMs),
    );
    law("Law 10: nothing is left after the end of time", any, (input) =>
      laws.law10(backend, input),
    );
    law("Law 14: the engine is the reference model", any, (input) => law14(backend, input));
  });
}

describe("backends, random cases", () => {
  law("Law 13: immutable states give the same outputs, byte for byte", any, (input) =>
    laws.law13(backends.immutable, backends.memory, input, true),
  );
  law("Law 13: state scoped by key gives the same outputs", any, (input) =>
    laws.law13(backends.keyed, backends.memory, input, false),
  );
});
