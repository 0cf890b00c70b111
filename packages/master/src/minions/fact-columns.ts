/**
 * The grains and pillar values that targets ask for, of all minions at once: reading every minion's data for each
 * target would take seconds with ten thousand of them.
 */
import type { Dict, MinionFacts, Value } from "@salt/core";
import { isDict, isList } from "@salt/core";

/** Which of a minion's data a value is from. */
export type FactKind = "grains" | "pillar";

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

/** Keeps columns, each from the first target that asks for it. */
export class FactColumns {
  readonly #source: FactSource;
  readonly #columns: Readonly<Record<FactKind, Map<string, Column>>> = {
    grains: new Map(),
    pillar: new Map(),
  };

  constructor(source: FactSource) {
    this.#source = source;
  }

  /** The facts of a minion as targets read them. */
  of(id: string): MinionFacts {
    return new ColumnFacts(this, id);
  }

  /** A value; undefined when the minion does not have it. */
  value(kind: FactKind, key: string, id: string): Value | undefined {
    const found = this.#column(kind, key).get(id);
    return found === LARGE ? this.all(kind, id).get(key) : found;
  }

  /** Everything of one kind. */
  all(kind: FactKind, id: string): Dict {
    return this.#source.facts(id)?.[kind] ?? new Map();
  }

  /** Takes over what a minion has just sent. */
  update({ id, ...data }: MinionFacts): void {
    for (const kind of KINDS)
      for (const [key, column] of this.#columns[kind]) put(column, id, data[kind].get(key));
  }

  /** Forgets a minion. */
  forget(id: string): void {
    for (const kind of KINDS) for (const column of this.#columns[kind].values()) column.delete(id);
  }

  #column(kind: FactKind, key: string): Column {
    return this.#columns[kind].get(key) ?? this.#make(kind, key);
  }

  /** Makes a column of what all minions have; the first of grains brings the common ones along. */
  #make(kind: FactKind, key: string): Column {
    const columns = this.#columns[kind];
    const keys = kind === "grains" && columns.size === 0 ? new Set([...COMMON, key]) : new Set([key]);
    const added = new Map([...keys].map((each): [string, Column] => [each, new Map()]));
    for (const id of this.#source.ids()) {
      const facts = this.#source.facts(id);
      if (facts !== undefined) for (const [each, column] of added) put(column, id, facts[kind].get(each));
    }
    for (const [each, column] of added) columns.set(each, column);
    // The oldest go first.
    for (const each of columns.keys()) if (columns.size > MAX_COLUMNS && each !== key) columns.delete(each);
    return added.get(key) ?? new Map();
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
