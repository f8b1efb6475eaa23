import { serve, write } from "./base.mjs";

// It puts out nothing of what it should.
await serve(({ id, steps }) =>
  write({ type: "outputs", id, steps: steps.map((step) => ({ ...step, outputs: [] })) }),
);
