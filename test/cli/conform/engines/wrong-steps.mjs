import { serve, write } from "./base.mjs";

await serve((reply) => write({ ...reply, steps: reply.steps.slice(1) }));
