import { serve } from "./base.mjs";

await serve((_reply, message) => {
  process.stderr.write(`working on case ${message.id}\n`);
  for (;;);
});
