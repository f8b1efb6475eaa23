import { run } from "./run.mjs";

/** Java and Maven; on a machine of one's own they are installed if they are missing. */
export async function ensureJava() {
  const missing = [];
  if ((await run(["java", "-version"])).code !== 0) missing.push("openjdk-17-jdk-headless");
  if ((await run(["mvn", "-version"])).code !== 0) missing.push("maven");
  if (missing.length === 0) return;
  if (process.getuid?.() === 0) {
    await run(["apt-get", "update", "-q"]);
    await run(["apt-get", "install", "-y", "-q", ...missing]);
    return;
  }
  throw new Error(`Java 17 and Maven are needed. Install ${missing.join(" and ")}.`);
}
