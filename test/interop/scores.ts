/**
 * What came out of the matrix, as a table.
 */

/** Counts steps begun and passed by master and minion. */
export class Scores {
  readonly #names: readonly string[];
  readonly #begun = new Map<string, number>();
  readonly #passed = new Map<string, number>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** A step begins in a cell. */
  begin(master: string, minion: string): void {
    count(this.#begun, master, minion);
  }

  /** It held. */
  passed(master: string, minion: string): void {
    count(this.#passed, master, minion);
  }

  /** Steps passed of steps begun, a row per master. */
  table(): string {
    const row = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(16)).join("");
    const head = row(["", ...this.#names.map((name) => `minion ${name}`)]);
    const rows = this.#names.map((master) =>
      row([`master ${master}`, ...this.#names.map((minion) => this.#cell(`${master}|${minion}`))]),
    );
    return ["", head, ...rows, ""].join("\n");
  }

  #cell(key: string): string {
    return `${this.#passed.get(key) ?? 0} of ${this.#begun.get(key) ?? 0}`;
  }
}

function count(counts: Map<string, number>, master: string, minion: string): void {
  const key = `${master}|${minion}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
