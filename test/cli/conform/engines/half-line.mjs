import { serve } from "./base.mjs";

await serve((reply) => {
  process.stdout.write(JSON.stringify(reply).slice(0, 40), () => process.exit(0));
  return new Promise(() => {});
});
