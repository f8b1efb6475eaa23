import { serve, write } from "./base.mjs";

// It answers, and what it does then brings it down.
await serve((reply) => {
  write(reply);
  process.exit(4);
});
