/**
 * The catalog: which plugins there are and how each is loaded. Daemons get it as a value; they know no plugin.
 */

/** The kinds of plugins, by Salt's names. */
export const PLUGIN_KINDS = [
  "execution",
  "state",
  "grains",
  "pillar",
  "top",
  "executor",
  "runner",
  "wheel",
  "returner",
  "renderer",
  "outputter",
  "beacon",
  "engine",
  "matcher",
  "roster",
  "auth",
  "utils",
  "serializer",
  "sdb",
  "proxy",
  "fileserver",
] as const;

/** A kind of plugin. */
export type PluginKind = (typeof PLUGIN_KINDS)[number];

/** What every plugin says of itself, whatever its kind. */
export interface Plugin {
  readonly kind: PluginKind;
  /** The file's name in Salt's terms, e.g. `aptpkg`. */
  readonly name: string;
  /** The name it serves, e.g. `pkg`; several plugins may share one, and the first available serves it. */
  readonly virtualName: string;
  /** Further names it serves: Salt's `__virtual_aliases__`. */
  readonly aliases?: readonly string[];
  readonly doc: string;
}

/** One row of the catalog: enough to find a plugin without loading it. */
export interface CatalogEntry {
  readonly kind: PluginKind;
  readonly name: string;
  readonly virtualName: string;
  /** True when it has `control` functions: the minion may load it into itself. */
  readonly control?: boolean;
  /** The file of a plugin that is not built in. It replaces a built-in one of the same kind and `name`. */
  readonly file?: string;
  /** True when only loading it tells which names it serves; `virtualName` is then a guess. */
  readonly renames?: boolean;
  readonly load: () => Promise<Plugin>;
}

/** All plugins that a program can use. */
export class PluginCatalog {
  readonly #entries: readonly CatalogEntry[];

  constructor(entries: readonly CatalogEntry[]) {
    this.#entries = entries;
  }

  /** The entries of one kind, in order of preference. */
  ofKind(kind: PluginKind): readonly CatalogEntry[] {
    return this.#entries.filter((entry) => entry.kind === kind);
  }

  /**
   * A catalog with further entries, which come before those of the same virtual name here, and take the place of
   * those of the same name.
   */
  with(entries: readonly CatalogEntry[]): PluginCatalog {
    const isReplaced = (old: CatalogEntry): boolean =>
      entries.some((entry) => entry.kind === old.kind && entry.name === old.name);
    return new PluginCatalog([...entries, ...this.#entries.filter((old) => !isReplaced(old))]);
  }
}
