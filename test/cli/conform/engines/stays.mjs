import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { serve, write } from "./base.mjs";

// It starts a process that knows nothing of its end, and does not leave when it is told to.
const other = spawn("sleep", ["1000"], { stdio: "inherit" });
appendFileSync(process.argv[2], `${process.pid} ${other.pid}\n`);
setInterval(() => {}, 1000);
await serve(write);
