/**
 * The sentences of the host contract that checks guard, as docs/hosts.md has them. A test compares
 * them with the page.
 */
export const contract = {
  oneAtATime: "The next item of a key begins after the commit of the last has succeeded.",
  sideBySide: "Items of different keys may run side by side and in any order.",
  readYourWrites: "`load` returns what the last successful commit of that key stored, unaltered.",
  plainJson: "A state is plain JSON data; it may go through text.",
  handsOff: "Do not look inside, and do not change it.",
  storesState: "Stores it in place of the key's old state; `null` means: delete the record.",
  setsTimers:
    "Sets the key's timer in either clock, in place of the earlier one; `null` means: none.",
  handsOn: "Hands them on, in this order.",
  allOrNothing:
    "`commit` makes state, timers, outputs and hold durable together, or throws and changes nothing.",
  again: "Then the item may be driven again, and gives the same commit.",
  timersCome:
    "A timer is delivered as a work item without elements, once its clock has reached the time asked for, and before elements that the host takes to come after that reading.",
  stateDecides:
    "It may come late, or twice, or early if the item says what the clock really shows: the state decides what is due.",
  clocksInAnyOrder: "A reading behind the key's clock is ignored.",
  nothingHappened: "If it throws, nothing has happened",
  endOfInput: "Every key that still has a record is driven with the watermark at `MAX_TIMESTAMP`",
  nothingLeft: "When nothing is left of a key its state is null",
  keepClocks: "one that only remembers closed windows or clocks is cleared.",
  watermarkFromTimers:
    "The latest timer delivered to a key then stands for the watermark of that key.",
  sameContents:
    "A pane may be late that would have been on time, or the reverse. Its contents are the same.",
  samePanes: "A runner like the one above gives, key by key, the panes of the in-memory engine.",
} as const;
