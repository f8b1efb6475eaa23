package org.tidemark.bench;

/** What a run has put out, as bench/results.ts has it: it does not depend on the order of panes. */
final class Results {
  private static final int ON_TIME = 1;

  private int panes = 0;
  private int hash = 0;

  void pane(String key, long start, long end, long value) {
    int mixed = ((int) start ^ 0x9e3779b9) * 0x85ebca6b;
    for (int at = 0; at < key.length(); at++) mixed = (mixed ^ key.charAt(at)) * 0x01000193;
    mixed = (mixed ^ (int) end) * 0xc2b2ae35 ^ (mixed >>> 13);
    mixed = (mixed ^ (int) (value * 4)) * 0x27d4eb2f ^ (mixed >>> 15);
    mixed = (mixed ^ ON_TIME) * 0x165667b1;
    hash += mixed ^ (mixed >>> 16);
    panes += 1;
  }

  void clear() {
    panes = 0;
    hash = 0;
  }

  @Override
  public String toString() {
    return String.format("%d panes, 0 dropped, %08x", panes, hash);
  }
}
