/**
 * The grains and pillar values that targets ask for, of all minions at once: reading every minion's data for each
 * target would take seconds with ten thousand of them.
 */
import { setImmediate as othersHadTheirTurn } from "node:timers/promises";
import type { Dict, FactKey, MinionFacts, Value } from "@salt/core";
import { isDict, isList } from "@salt/core";

/** Which of a minion's data a value is from. */
type FactKind = FactKey["kind"];

/** Where the data itself is. */
export interface FactSource {
  /** Ids of all minions that have data. */
  ids(): Iterable<string>;
  /** All data of a minion. */
  facts(id: string): MinionFacts | undefined;
}

/** A value by id. Minions that do not have it are absent. */
type Column = Map<string, Value | typeof LARGE>;

/** Stands for a value that is too large to be kept for every minion; it is read when it is needed. */
const LARGE = Symbol("large");
const KINDS = ["grains", "pillar"] as const;
/** Of each kind. */
const MAX_COLUMNS = 40;
const MAX_TEXT = 1000;
const MAX_ITEMS = 100;

/** Grains that targets ask for most: they are read together, since reading one costs as much as reading all. */
const COMMON = [
  "os",
  "os_family",
  "osfinger",
  "osmajorrelease",
  "oscodename",
  "kernel",
  "cpuarch",
  "num_cpus",
  "mem_total",
  "virtual",
  "roles",
  "role",
  "environment",
  "datacenter",
  "fqdn",
  "host",
  "domain",
  "ipv4",
  "ipv6",
  "saltversion",
];

/** How many minions' files are read before others may have their turn: about five milliseconds of work. */
const FILES_A_SLICE = 100;

/** Keeps columns, each from the first target that asks for it. */
export class FactColumns {
  readonly #source: FactSource;
  readonly #columns: Readonly<Record<FactKind, Map<string, Column>>> = {
    grains: new Map(),
    pillar: new Map(),
  };
  readonly #unfinished: Record<FactKind, Map<string, Column>> = { grains: new Map(), pillar: new Map() };
  #filling: Promise<void> = Promise.resolve();

  constructor(source: FactSource) {
    this.#source = source;
  }

  /** The facts of a minion as targets read them. */
  of(id: string): MinionFacts {
    return new ColumnFacts(this, id);
  }

  /** Makes the columns that are not there yet, reading all minions' data in slices. */
  async prepare(keys: readonly FactKey[]): Promise<void> {
    if (keys.every(({ kind, key }) => this.#columns[kind].has(key))) return;
    // One after another: whoever comes meanwhile may ask for the same.
    const before = this.#filling;
    const filling = before.then(() => this.#fill(keys));
    this.#filling = filling.catch(() => undefined);
    await filling;
  }

  /** A value; undefined when the minion does not have it. Read from its data where there is no column. */
  value(kind: FactKind, key: string, id: string): Value | undefined {
    const column = this.#columns[kind].get(key);
    if (column === undefined) return this.all(kind, id).get(key);
    const found = column.get(id);
    return found === LARGE ? this.all(kind, id).get(key) : found;
  }

  /** Everything of one kind. */
  all(kind: FactKind, id: string): Dict {
    return this.#source.facts(id)?.[kind] ?? new Map();
  }

  /** Takes over what a minion has just sent. */
  update({ id, ...data }: MinionFacts): void {
    for (const kind of KINDS)
      for (const [key, column] of this.#all(kind)) put(column, id, data[kind].get(key));
  }

  /** Forgets a minion. */
  forget(id: string): void {
    for (const kind of KINDS) for (const [, column] of this.#all(kind)) column.delete(id);
  }

  /** Columns, and those that are being filled: they too hear of changes. */
  #all(kind: FactKind): readonly (readonly [string, Column])[] {
    return [...this.#columns[kind], ...this.#unfinished[kind]];
  }

  async #fill(keys: readonly FactKey[]): Promise<void> {
    for (const kind of KINDS) this.#unfinished[kind] = this.#newColumns(kind, keys);
    const isNeeded = KINDS.some((kind) => this.#unfinished[kind].size > 0);
    let read = 0;
    for (const id of isNeeded ? this.#source.ids() : []) {
      const facts = this.#source.facts(id);
      if (facts === undefined) continue;
      for (const kind of KINDS)
        for (const [key, column] of this.#unfinished[kind]) put(column, id, facts[kind].get(key));
      read += 1;
      if (read % FILES_A_SLICE === 0) await othersHadTheirTurn();
    }
    for (const kind of KINDS) this.#finish(kind, keys);
  }

  /** The columns that keys need; the first of grains brings the common ones along. */
  #newColumns(kind: FactKind, keys: readonly FactKey[]): Map<string, Column> {
    const columns = this.#columns[kind];
    const asked = keys.filter((each) => each.kind === kind).map(({ key }) => key);
    const wanted = asked.filter((key) => !columns.has(key)).slice(0, MAX_COLUMNS);
    if (wanted.length > 0 && kind === "grains" && columns.size === 0) wanted.push(...COMMON);
    return new Map(wanted.map((key): [string, Column] => [key, new Map()]));
  }

  #finish(kind: FactKind, keys: readonly FactKey[]): void {
    const columns = this.#columns[kind];
    for (const [key, column] of this.#unfinished[kind]) columns.set(key, column);
    this.#unfinished[kind] = new Map();
    const asked = new Set(keys.map(({ key }) => key));
    // The oldest go first.
    for (const key of columns.keys()) if (columns.size > MAX_COLUMNS && !asked.has(key)) columns.delete(key);
    for (const key of columns.keys()) if (columns.size > MAX_COLUMNS) columns.delete(key);
  }
}

function put(column: Column, id: string, value: Value | undefined): void {
  if (value === undefined) column.delete(id);
  else column.set(id, isSmall(value) ? value : LARGE);
}

function isSmall(value: Value): boolean {
  let items = 0;
  const fits = (each: Value): boolean => {
    items += 1;
    if (items > MAX_ITEMS) return false;
    if (typeof each === "string" || each instanceof Uint8Array) return each.length <= MAX_TEXT;
    if (isList(each)) return each.every(fits);
    return !isDict(each) || [...each].every(([key, inner]) => fits(key) && fits(inner));
  };
  return fits(value);
}

/** The facts of one minion, each made when it is asked for. */
class ColumnFacts implements MinionFacts {
  readonly id: string;
  readonly #columns: FactColumns;
  #grains: Dict | undefined;
  #pillar: Dict | undefined;

  constructor(columns: FactColumns, id: string) {
    this.#columns = columns;
    this.id = id;
  }

  get grains(): Dict {
    this.#grains ??= new ColumnDict(this.#columns, "grains", this.id);
    return this.#grains;
  }

  get pillar(): Dict {
    this.#pillar ??= new ColumnDict(this.#columns, "pillar", this.id);
    return this.#pillar;
  }
}

/** The data of one minion: look-ups by key come from columns, everything else from the data itself. */
class ColumnDict extends Map<Value, Value> {
  readonly #columns: FactColumns;
  readonly #kind: FactKind;
  readonly #id: string;

  constructor(columns: FactColumns, kind: FactKind, id: string) {
    super();
    this.#columns = columns;
    this.#kind = kind;
    this.#id = id;
  }

  override get(key: Value): Value | undefined {
    return typeof key === "string" ? this.#columns.value(this.#kind, key, this.#id) : this.#all.get(key);
  }

  override has(key: Value): boolean {
    return typeof key === "string" ? this.get(key) !== undefined : this.#all.has(key);
  }

  override get size(): number {
    return this.#all.size;
  }

  override keys(): MapIterator<Value> {
    return this.#all.keys();
  }

  override values(): MapIterator<Value> {
    return this.#all.values();
  }

  override entries(): MapIterator<[Value, Value]> {
    return this.#all.entries();
  }

  override [Symbol.iterator](): MapIterator<[Value, Value]> {
    return this.#all.entries();
  }

  override forEach(use: (value: Value, key: Value, map: Map<Value, Value>) => void): void {
    for (const [key, value] of this.#all) use(value, key, this);
  }

  get #all(): Dict {
    return this.#columns.all(this.#kind, this.#id);
  }
}
