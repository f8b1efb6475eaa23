import { serve } from "./base.mjs";

await serve((reply) => {
  const line = `${JSON.stringify(reply)}\n`;
  process.stdout.write(line + line);
});
