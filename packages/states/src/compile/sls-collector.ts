/**
 * SLS files and all that they include, rendered into one high data.
 */
import type { Logger } from "@salt/core";
import { errorText, isTruthy, SaltError } from "@salt/core";
import { AvailableStates } from "./available.js";
import { mergeStates, numberStates, readDeclarations } from "./declarations.js";
import { FaultList } from "./fault-list.js";
import type { HighData } from "./high-data.js";
import type { Including } from "./includes.js";
import { resolveInclude } from "./includes.js";
import { shown } from "./python-text.js";
import type { RenderState, StateFile, StateFiles } from "./state-files.js";
import { findSlsFile } from "./state-files.js";
import type { Node, NodeMap } from "./tree.js";
import { isMap, isNodes, sameNode, thaw } from "./tree.js";

/** Where numbers begin that states get without an `order`. */
const FIRST_ORDER = 10_000;
/** Includes within includes; the reference ends at Python's recursion limit. */
const MAX_DEPTH = 200;

/** What SLS files came to. */
export interface Collected {
  readonly high: HighData;
  /** In Salt's words. */
  readonly errors: readonly string[];
}

/** What one SLS came to, with all that it includes. */
interface Read {
  readonly high: HighData;
  readonly errors: FaultList;
}

/** What the collector works with. */
export interface CollectorParts {
  readonly files: StateFiles;
  readonly render: RenderState;
  readonly available: AvailableStates;
  /** Whether states without an order get the one of their place: the option `state_auto_order`. */
  readonly autoOrder: boolean;
  readonly log: Logger;
}

/** Collects SLS; one collector counts order on over all that it collects. */
export class SlsCollector {
  readonly #parts: CollectorParts;
  /** `saltenv:sls` of all that was rendered. */
  readonly #rendered = new Set<string>();
  readonly #files = new Map<string, StateFile>();
  #order = FIRST_ORDER;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
  }

  /** The names of SLS that were rendered so far. */
  get rendered(): readonly string[] {
    return [...this.#rendered].map((place) => place.slice(place.indexOf(":") + 1));
  }

  /** Renders what is listed by environment; names may be globs. */
  async collect(matches: ReadonlyMap<string, readonly string[]>): Promise<Collected> {
    const high: HighData = new Map();
    const errors = new FaultList();
    for (const [saltenv, names] of matches) {
      for (const glob of names) {
        for (const sls of await this.#named(saltenv, glob, errors)) {
          if (this.#rendered.has(`${saltenv}:${sls}`)) continue;
          const own = await this.#collectSls({ sls, saltenv, environments: [...matches.keys()] }, 0);
          if (own.high.size > 0) mergeStates(high, own.high, own.errors);
          errors.addAll(own.errors, (text) => withoutDetour(text, glob, saltenv));
        }
      }
    }
    dropRepeatedExtends(high);
    this.tell(errors);
    return { high, errors: errors.texts };
  }

  /** Renders a file of this machine that is no part of the tree, whose SLS is its path; it may include SLS of the tree. */
  async collectFile(path: string, saltenv: string): Promise<Collected> {
    const errors = new FaultList();
    const place = { sls: path, saltenv, environments: [saltenv] };
    const { high } = await this.#collectFound(place, { path, url: path }, errors, 0);
    this.tell(errors);
    return { high, errors: errors.texts };
  }

  /** Tells the log of errors, with file and line. */
  tell(errors: FaultList): void {
    const { files, log } = this.#parts;
    errors.tell(log, { files, fileOf: (sls) => this.#files.get(sls) });
  }

  /** What there is no file for is tried all the same, and then says so. */
  async #named(saltenv: string, glob: string, errors: FaultList): Promise<readonly string[]> {
    const { available } = this.#parts;
    const env = (await available.hasEnv(saltenv)) ? saltenv : AvailableStates.anyEnv;
    if (!(await available.hasEnv(env))) {
      errors.add(`No matching salt environment for environment '${saltenv}' found`);
      return [glob];
    }
    const found = await available.matching(env, glob);
    return found.length > 0 ? found : [glob];
  }

  async #collectSls(place: Omit<Including, "file">, depth: number): Promise<Read> {
    const { sls, saltenv } = place;
    const errors = new FaultList();
    const file = await findSlsFile(this.#parts.files, sls, saltenv);
    if (file === undefined) {
      errors.add(
        `Specified SLS ${sls} in saltenv ${saltenv} is not available on the salt master or through a configured fileserver`,
      );
      return { high: new Map(), errors };
    }
    return await this.#collectFound(place, file, errors, depth);
  }

  async #collectFound(
    place: Omit<Including, "file">,
    file: StateFile,
    errors: FaultList,
    depth: number,
  ): Promise<Read> {
    const { sls, saltenv } = place;
    this.#files.set(sls, file);
    const data = await this.#render(place, file, errors);
    this.#rendered.add(`${saltenv}:${sls}`);
    if (isMap(data) && data.size > 0) {
      await this.#read(data, { ...place, file }, errors, depth);
      return { high: data, errors };
    }
    if (isTruthy(data)) {
      errors.add(`SLS ${sls} does not render to a dictionary`, { sls });
      errors.add(`Error when rendering state with contents: ${shown(data)}`);
    }
    return { high: new Map(), errors };
  }

  async #render(place: Omit<Including, "file">, file: StateFile, errors: FaultList): Promise<Node> {
    const { sls, saltenv } = place;
    try {
      return thaw(await this.#parts.render({ file, saltenv, sls }));
    } catch (error) {
      if (!(error instanceof SaltError)) throw error;
      errors.add(`Rendering SLS '${saltenv}:${sls}' failed: ${errorText(error)}${nearNames(error)}`);
      this.#parts.log.error(
        { sls, saltenv, file: file.path, reason: error.message },
        "An SLS does not render",
      );
      return null;
    }
  }

  async #read(data: NodeMap, from: Including, errors: FaultList, depth: number): Promise<void> {
    const include = data.get("include");
    if (isNodes(include)) data.delete("include");
    else if (include !== undefined)
      errors.add(`Include Declaration in SLS ${from.sls} is not formed as a list`, {
        sls: from.sls,
        id: "include",
      });
    readDeclarations(data, from, errors);
    for (const item of isNodes(include) ? include : []) {
      await this.#include(data, item, from, errors, depth);
    }
    if (this.#parts.autoOrder) numberStates(data, () => this.#order++);
  }

  async #include(
    data: NodeMap,
    item: Node,
    from: Including,
    errors: FaultList,
    depth: number,
  ): Promise<void> {
    const included = await resolveInclude(item, from, this.#parts.available);
    if ("error" in included) {
      errors.add(included.error, { sls: from.sls, id: "include" });
      return;
    }
    if (depth >= MAX_DEPTH) {
      errors.add(`Includes are nested more than ${MAX_DEPTH} deep in SLS '${from.saltenv}:${from.sls}'`, {
        sls: from.sls,
        id: "include",
      });
      return;
    }
    for (const sls of included.slss) {
      if (this.#rendered.has(`${included.saltenv}:${sls}`)) continue;
      const { environments } = from;
      const more = await this.#collectSls({ sls, saltenv: included.saltenv, environments }, depth + 1);
      if (more.high.size > 0) mergeStates(data, more.high, errors);
      errors.addAll(more.errors);
    }
  }
}

/** The names that are near to one that a template does not know, as a line behind Salt's text. */
function nearNames({ code, hint }: SaltError): string {
  return code === "RENDER" && hint !== undefined ? `\n${hint}` : "";
}

/** An SLS of the run itself that is not there is told in other words than one that is included. */
function withoutDetour(error: string, glob: string, saltenv: string): string {
  const isAbsence = error.includes("is not available") && error.includes(`SLS ${glob} in saltenv`);
  return isAbsence ? `No matching sls found for '${glob}' in env '${saltenv}'` : error;
}

/** Takes out extensions that say the same as one before. */
function dropRepeatedExtends(high: HighData): void {
  const extensions = high.get("__extend__");
  if (!isNodes(extensions)) return;
  const kept: NodeMap[] = [];
  for (const [name, body] of extensions.filter(isMap).flatMap((extension) => [...extension])) {
    const isKnown = kept.some((one) => one.has(name) && sameNode(one.get(name) ?? null, body));
    if (!isKnown) kept.push(new Map([[name, body]]));
  }
  high.set("__extend__", kept);
}
