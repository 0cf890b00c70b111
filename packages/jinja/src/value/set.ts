/**
 * Python's set, with the order in which CPython walks a set of ints.
 */
import type { Val } from "./types.js";

/** A set; the members' canonical keys come from the caller, which knows Python's equality. */
export class PySet {
  readonly frozen: boolean;
  /** Canonical key to member, in order of insertion. */
  readonly members: Map<unknown, Val>;
  constructor(members: Map<unknown, Val> = new Map(), frozen = false) {
    this.members = members;
    this.frozen = frozen;
  }
  get size(): number {
    return this.members.size;
  }
  /** The members as CPython would walk them when they are all ints, else in order of insertion. */
  values(): Val[] {
    const members = [...this.members.values()];
    return members.every(isSmallInt) ? hashOrder(members) : members;
  }
}

function isSmallInt(value: Val): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

/** CPython's open addressing: linear probes of nine, then a perturbed jump; grows at three fifths. */
function hashOrder(values: readonly number[]): number[] {
  let table = new Array<number | undefined>(8);
  let used = 0;
  for (const value of values) {
    insert(table, value);
    used += 1;
    if (used * 5 >= (table.length - 1) * 3) table = grown(table, used);
  }
  return table.filter((value) => value !== undefined);
}

function grown(table: readonly (number | undefined)[], used: number): (number | undefined)[] {
  const wanted = used > 50_000 ? used * 2 : used * 4;
  let size = 8;
  while (size <= wanted) size *= 2;
  const next = new Array<number | undefined>(size);
  for (const value of table) if (value !== undefined) insert(next, value);
  return next;
}

function insert(table: (number | undefined)[], value: number): void {
  const mask = BigInt(table.length - 1);
  const hash = BigInt.asUintN(64, BigInt(value === -1 ? -2 : value));
  let perturb = hash;
  let start = hash & mask;
  for (;;) {
    const probes = start + 9n <= mask ? 9 : 0;
    for (let probe = 0; probe <= probes; probe++) {
      if (table[Number(start) + probe] === undefined) {
        table[Number(start) + probe] = value;
        return;
      }
    }
    perturb >>= 5n;
    start = (start * 5n + 1n + perturb) & mask;
  }
}
