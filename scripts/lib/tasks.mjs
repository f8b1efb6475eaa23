import { run } from "./run.mjs";

/**
 * Runs named tasks side by side, as many at once as there is room for; a task waits for those it
 * names in `after`, and is left out when one of them fails. Prints one line per task, and the
 * whole output of what failed. Resolves to `{ passed, failed }`.
 *
 * A task is `{ name, command, after?: string[], env?: object }`.
 */
export async function runTasks(tasks, { width }) {
  const waiting = new Set(tasks);
  const ended = new Map();
  const names = new Set(tasks.map((task) => task.name));
  const running = new Set();
  while (waiting.size > 0 || running.size > 0) {
    for (const task of waiting) {
      const needed = (task.after ?? []).filter((name) => names.has(name));
      if (needed.some((name) => ended.get(name) === false)) {
        waiting.delete(task);
        ended.set(task.name, false);
        line("skipped", task.name);
      } else if (running.size < width && needed.every((name) => ended.has(name))) {
        waiting.delete(task);
        const job = runTask(task).then((ok) => {
          running.delete(job);
          ended.set(task.name, ok);
        });
        running.add(job);
      }
    }
    await Promise.race(running);
  }
  const passed = [...ended.values()].filter(Boolean).length;
  return { passed, failed: ended.size - passed };
}

async function runTask({ name, command, env }) {
  const { code, output, ms } = await run(command, { env });
  line(code === 0 ? "ok" : "FAILED", name, ms);
  if (code !== 0) console.log(`$ ${command.join(" ")}\n${output.trimEnd()}\n`);
  return code === 0;
}

function line(word, name, ms) {
  const time = ms === undefined ? "" : `${(ms / 1000).toFixed(1)} s`;
  console.log(`${word.padEnd(8)}${name.padEnd(28)}${time.padStart(8)}`);
}
