import { must } from "./counted.mjs";
import { run } from "./run.mjs";

/** Java and Maven; where this may install packages it does, elsewhere it says which. */
export async function ensureJava() {
  let missing = await missingTools();
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && (await run(["apt-get", "--version"])).code === 0) {
    process.stderr.write(`Installing ${missing.join(" and ")} …\n`);
    await run(["apt-get", "update", "-q"]);
    await must(["apt-get", "install", "-y", "-q", ...missing]);
    missing = await missingTools();
  }
  if (missing.length === 0) return;
  process.stderr.write(
    `Java 17 or later and Maven are needed; missing: ${missing.join(", ")}. ` +
      "Debian has them as packages of these names.\n",
  );
  process.exit(1);
}

/** The Debian packages of what is missing, or too old. */
async function missingTools() {
  const java = await run(["javac", "-version"]);
  const [, major = "0"] = /javac (\d+)/.exec(java.output) ?? [];
  const maven = await run(["mvn", "-version"]);
  return [
    ...(java.code !== 0 || Number(major) < 17 ? ["openjdk-17-jdk-headless"] : []),
    ...(maven.code === 0 ? [] : ["maven"]),
  ];
}
