/**
 * Which files of the reactor an event calls for: the option `reactor`, and what was added since the start.
 */
import { readFileSync } from "node:fs";
import type { Clock, Dict, Logger, Value } from "@salt/core";
import { dict, errorText, isDict, isList, matchGlob, parseYaml, pythonStr } from "@salt/core";

/** What it is made of. */
export interface ReactorMapParts {
  /** The option: a list of maps of one glob to one file or more, or the path of a YAML file with such a list. */
  readonly reactor: Value;
  /** Seconds after which such a file is read again. */
  readonly refreshSeconds: number;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Rule {
  readonly glob: string;
  readonly files: Value;
}

/** The rules; changes last until the master ends. */
export class ReactorMap {
  readonly #parts: ReactorMapParts;
  readonly #path: string | undefined;
  #rules: Rule[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ReactorMapParts) {
    this.#parts = parts;
    this.#path = typeof parts.reactor === "string" ? parts.reactor : undefined;
    if (this.#path === undefined) this.#rules = rulesIn(parts.reactor, parts.log);
  }

  /** The files for a tag, in the order of the rules. */
  filesFor(tag: string): readonly Value[] {
    const due = this.#current().filter(({ glob }) => matchGlob(glob, tag));
    return due.flatMap(({ files }) => (isList(files) ? files : [files]));
  }

  /** The rules as the option has them. */
  list(): readonly Dict[] {
    return this.#current().map(({ glob, files }) => dict({ [glob]: files }));
  }

  /** Adds a rule, unless there is one of this glob. */
  add(glob: string, files: Value): Dict {
    if (this.#current().some((rule) => rule.glob === glob)) return outcome(false, "Reactor already exists.");
    if (this.#path !== undefined) return outcome(false, FROM_FILE);
    this.#rules.push({ glob, files });
    return outcome(true, "Reactor added.");
  }

  /** Removes a rule. */
  delete(glob: string): Dict {
    const at = this.#current().findIndex((rule) => rule.glob === glob);
    // Salt's own words.
    if (at < 0) return outcome(false, "Reactor does not exists.");
    if (this.#path !== undefined) return outcome(false, FROM_FILE);
    this.#rules.splice(at, 1);
    return outcome(true, "Reactor deleted.");
  }

  #current(): readonly Rule[] {
    const { clock, refreshSeconds, log } = this.#parts;
    const now = clock.now();
    if (this.#path === undefined || now - this.#readAt < refreshSeconds * 1000) return this.#rules;
    this.#readAt = now;
    try {
      this.#rules = rulesIn(parseYaml(readFileSync(this.#path, "utf8")), log);
    } catch (error) {
      log.error(
        { path: this.#path, reason: errorText(error) },
        "The file of the option reactor cannot be read",
      );
      this.#rules = [];
    }
    return this.#rules;
  }
}

const FROM_FILE = "The reactors come from a file: change that.";

function outcome(status: boolean, comment: string): Dict {
  return dict({ status, comment });
}

/** Rules of another form are passed over, as in Salt, but not silently. */
function rulesIn(reactor: Value, log: Logger): Rule[] {
  const rules: Rule[] = [];
  for (const entry of isList(reactor) ? reactor : []) {
    const [only, ...others] = isDict(entry) ? [...entry] : [];
    const [glob, files] = only ?? [];
    if (typeof glob !== "string" || others.length > 0 || !(typeof files === "string" || isList(files))) {
      log.error(
        { entry: pythonStr(entry) },
        "An entry of the option reactor is passed over: it is no map of one glob to files",
      );
    } else rules.push({ glob, files });
  }
  return rules;
}
