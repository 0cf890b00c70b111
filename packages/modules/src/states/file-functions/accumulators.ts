/**
 * Texts that states gather for a file, to be put there by a later state of the same run.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { dict } from "@salt/core";

/** The accumulators of one file: texts by the accumulator's name, and the ids of the states that may use them. */
interface FileAccumulators {
  readonly texts: Map<string, Value[]>;
  readonly users: Map<string, Value[]>;
}

/** All accumulators of a run, by file. */
export class Accumulators {
  readonly #files = new Map<string, FileAccumulators>();

  /** Adds texts; whether any of them was new. */
  add(file: string, name: string, texts: readonly Value[], users: readonly Value[]): boolean {
    const found = this.#files.get(file) ?? { texts: new Map(), users: new Map() };
    this.#files.set(file, found);
    const known = found.texts.get(name) ?? [];
    const fresh = texts.filter((text) => !known.includes(text));
    found.texts.set(name, [...known, ...fresh]);
    found.users.set(name, [...(found.users.get(name) ?? []), ...users]);
    return fresh.length > 0;
  }

  /** What a template sees as `accumulator`; undefined when nothing was gathered for the file. */
  of(file: string): Value | undefined {
    const found = this.#files.get(file);
    return found === undefined ? undefined : dict(found.texts);
  }

  /** The texts for a state: those that name it, or all when none does. */
  textsFor(file: string, id: Value): readonly Value[] {
    const found = this.#files.get(file);
    if (found === undefined) return [];
    const own = [...found.texts].filter(([name]) => found.users.get(name)?.includes(id) === true);
    return (own.length > 0 ? own : [...found.texts]).flatMap(([, texts]) => texts);
  }
}

const KEY = "state.file.accumulators";

/** The accumulators of this run. */
export function accumulatorsOf({ memory }: ExecutionContext): Accumulators {
  const found = memory.get(KEY);
  if (found instanceof Accumulators) return found;
  const made = new Accumulators();
  memory.set(KEY, made);
  return made;
}
