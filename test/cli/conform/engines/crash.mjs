import { serve } from "./base.mjs";

await serve(() => {
  process.stderr.write("it went boom\n");
  process.exit(3);
});
