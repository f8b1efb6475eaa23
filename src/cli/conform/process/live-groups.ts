const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The process groups that live at the moment. They do not hear the Ctrl-C of a terminal, so what
 * ends this process ends them first.
 */
const groups = new Set<number>();

export function noteGroup(group: number): void {
  groups.add(group);
  if (groups.size > 1) return;
  process.on("exit", killAll);
  for (const signal of signals) process.on(signal, onSignal);
}

export function forgetGroup(group: number): void {
  if (!groups.delete(group) || groups.size > 0) return;
  process.off("exit", killAll);
  for (const signal of signals) process.off(signal, onSignal);
}

/** Ends all processes of a group, if there are any. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    // Nobody is left in it; on some systems nobody but processes that have ended.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

function killAll(): void {
  for (const group of groups) killGroup(group);
}

function onSignal(signal: NodeJS.Signals): void {
  killAll();
  for (const other of signals) process.off(other, onSignal);
  // Without handlers the signal does what it does by default.
  process.kill(process.pid, signal);
}
