import { serve, write } from "./base.mjs";

await serve((reply) => write({ ...reply, trace: "é".repeat(4_000_000) }));
