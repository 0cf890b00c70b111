/**
 * Errors of state data, in Salt's words, with the place that each is about: the words do not say the line.
 */
import type { Logger } from "@salt/core";
import type { StateFile, StateFiles } from "./state-files.js";

/** What an error is about. */
export interface FaultPlace {
  readonly sls: string;
  /** The id, as the SLS has it; absent for errors about a whole SLS. */
  readonly id?: string;
}

/** Errors in the order in which they were found. */
export class FaultList {
  readonly #faults: { readonly text: string; readonly place: FaultPlace | undefined }[] = [];

  /** Adds an error. */
  add(text: string, place?: FaultPlace): void {
    this.#faults.push({ text, place });
  }

  /** Adds the errors of another list, with their texts changed. */
  addAll(more: FaultList, change: (text: string) => string = (text) => text): void {
    for (const { text, place } of more.#faults) this.add(change(text), place);
  }

  /** The errors as the answer of a run has them. */
  get texts(): string[] {
    return this.#faults.map(({ text }) => text);
  }

  /** Tells the log of every error that is about an SLS whose file is known: file, line and what is wrong. */
  tell(log: Logger, sources: Sources): void {
    for (const { text, place } of this.#faults) {
      const file = place === undefined ? undefined : sources.fileOf(place.sls);
      if (place === undefined || file === undefined) continue;
      const line = place.id === undefined ? undefined : lineOf(place.id, sources.files.textOf(file));
      log.error({ file: file.path, ...(line === undefined ? {} : { line }) }, text);
    }
  }
}

/** The files of a run. */
export interface Sources {
  readonly files: Pick<StateFiles, "textOf">;
  /** The file of an SLS that was rendered. */
  fileOf(sls: string): StateFile | undefined;
}

/** The line on which an id stands; undefined where a template made it. */
function lineOf(id: string, text: string | undefined): number | undefined {
  const forms = [`${id}:`, `'${id}':`, `"${id}":`];
  const at = (text ?? "").split("\n").findIndex((line) => {
    const bare = line.trimStart();
    return forms.some((form) => bare.startsWith(form));
  });
  return at < 0 ? undefined : at + 1;
}
