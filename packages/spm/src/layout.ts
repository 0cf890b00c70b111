/**
 * Where the members of a package go.
 */
import { dirname, join } from "node:path";
import type { SpmConfig } from "@salt/core";
import type { Member } from "./archive/members.js";
import type { Formula } from "./formula/formula.js";

/** The options that decide it. */
export type LayoutConfig = Pick<
  SpmConfig,
  "formula_path" | "pillar_path" | "reactor_path" | "spm_share_dir" | "spm_node_type" | "root_dir"
>;

/** A member and its place. */
export interface Placed {
  readonly member: Member;
  readonly path: string;
  /** The directory that belongs to the system, not to the package. */
  readonly root: string;
}

/** Types of `files` that are not for minions. */
const SHARED_TYPES = new Set(["c", "d", "g", "l", "r"]);

/** Finds places for the members of a package. Equal to Salt's, but for what is noted. */
export class Layout {
  readonly #config: LayoutConfig;
  readonly #configDir: string;

  /** `configDir` is where packages called `…-conf` go. */
  constructor(config: LayoutConfig, configDir: string) {
    this.#config = config;
    this.#configDir = configDir;
  }

  /** The members that are installed, in their order: without the package's own description and what no daemon reads. */
  place(formula: Formula, members: readonly Member[]): readonly Placed[] {
    const placed = new Map<string, Placed>();
    for (const member of members) {
      const found = this.#place(formula, member);
      if (found !== undefined && !placed.has(found.path)) placed.set(found.path, found);
    }
    return [...placed.values()];
  }

  #place(formula: Formula, member: Member): Placed | undefined {
    const { name } = formula;
    if (member.name === name) return undefined;
    const inner = member.name.slice(name.length + 1);
    const kept = [formula.topLevelDir, "_", "pillar.example", "README"];
    // By the beginning of the name, as Salt compares: README.md is a README.
    if (!kept.some((start) => inner.startsWith(start))) return undefined;
    const at = (root: string, path: string): Placed => ({ member, root, path: join(root, path) });
    if (inner.startsWith("_")) return this.#plugin(inner, at);
    if (inner === "pillar.example") return at(this.#config.pillar_path, `${name}.sls.orig`);
    if (name.endsWith("-conf")) return at(this.#configDir, inner);
    const root = name.endsWith("-reactor") ? this.#config.reactor_path : this.#contentRoot(formula, inner);
    return at(root, withoutDouble(member.name));
  }

  /**
   * Modules go to the file root, from where minions sync them. With `spm_node_type` they go to a daemon's own cache,
   * into the directories that it reads; Salt keeps their underscore there, and never finds them.
   */
  #plugin(inner: string, at: (root: string, path: string) => Placed): Placed {
    const { spm_node_type: daemon, formula_path: files, root_dir: root } = this.#config;
    if (daemon === "") return at(files, inner);
    return at(join(root, "var/cache/salt", daemon, "extmods"), inner.slice(1));
  }

  #contentRoot(formula: Formula, inner: string): string {
    const { type } = formula.files?.find((entry) => entry.path === inner) ?? {};
    const isShared = type !== undefined && SHARED_TYPES.has(type);
    return isShared ? this.#config.spm_share_dir : this.#config.formula_path;
  }
}

/** `apache/apache/init.sls` goes to `apache/init.sls`. */
function withoutDouble(name: string): string {
  const [first, second, ...rest] = name.split("/");
  return first === second ? [second, ...rest].join("/") : name;
}

/** The directories between a root and a path, parents first; the root is not among them. */
export function parentsBelow(root: string, path: string): readonly string[] {
  const parents: string[] = [];
  for (let dir = dirname(path); dir.length > root.length && dir !== dirname(dir); dir = dirname(dir))
    parents.unshift(dir);
  return parents;
}
