/**
 * Waits of a few turns of the promise queue, drawn by a small generator from a seed: keys that are
 * driven side by side overtake each other even if the host answers at once.
 */
export class Pauses {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  async take(): Promise<void> {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = (this.state >>> 16) % 6; turns > 0; turns--) await Promise.resolve();
  }
}
