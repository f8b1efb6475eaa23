import { serve, write } from "./base.mjs";

await serve((reply) => write({ ...reply, id: reply.id + 1000 }));
