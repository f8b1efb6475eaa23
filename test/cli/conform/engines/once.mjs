import { existsSync, writeFileSync } from "node:fs";
import { serve } from "./base.mjs";

// It can be started once, and crashes at a case.
const [, , mark] = process.argv;
if (existsSync(mark)) {
  process.stderr.write("the port is taken\n");
  process.exit(9);
}
writeFileSync(mark, "");
await serve(() => process.exit(1));
