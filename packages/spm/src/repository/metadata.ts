/**
 * SPM-METADATA: what a repository offers.
 */
import type { Dict, Value } from "@salt/core";
import { getDict, getList, getString, isDict, parseYaml, YamlError } from "@salt/core";
import { SpmError } from "../errors.js";
import type { Formula } from "../formula/formula.js";
import { formulaOf } from "../formula/formula.js";

/** A package that can be had. */
export interface Offer {
  readonly formula: Formula;
  /** Its file in the repository. */
  readonly filename: string;
}

/** Offers by the name of their package, the newest first. */
export type Offers = ReadonlyMap<string, readonly Offer[]>;

/** The file's name. */
export const METADATA = "SPM-METADATA";
/** Older versions of a package, which Salt's metadata has no place for. */
export const OLDER = "older_versions";

const FILENAME = /^[A-Za-z0-9][\w.+~-]{0,250}\.spm$/;

/** Reads metadata. `place` names it in errors. Throws SpmError. */
export function parseMetadata(text: string, place: string): Offers {
  const offers = new Map<string, readonly Offer[]>();
  for (const [name, about] of contentOf(text, place)) {
    if (typeof name !== "string" || !isDict(about)) throw unfit(place, text);
    const older = getList(about, OLDER) ?? [];
    const all = [about, ...older.filter(isDict)].map((each) => offer(name, each, place));
    offers.set(name, all);
  }
  return offers;
}

function contentOf(text: string, place: string): Dict {
  let value: Value;
  try {
    value = parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw unfit(place, text);
    throw error;
  }
  if (value === null) return new Map();
  if (!isDict(value)) throw unfit(place, text);
  return value;
}

function offer(name: string, about: Dict, place: string): Offer {
  const filename = getString(about, "filename") ?? "";
  if (!FILENAME.test(filename))
    throw new SpmError(
      "repository",
      `${place}: the file of ${name} may not be ${JSON.stringify(filename.slice(0, 80))}`,
    );
  const formula = formulaOf(getDict(about, "info") ?? new Map(), `${place}, package ${name}`);
  if (formula.name !== name)
    throw new SpmError("repository", `${place}: the entry ${name} describes ${formula.name}`);
  return { formula, filename };
}

function unfit(place: string, text: string): SpmError {
  const begins = JSON.stringify(text.trimStart().slice(0, 40));
  return new SpmError("repository", `${place} is no metadata of a repository: it begins with ${begins}`, {
    hint: "Check the repository's url. 'spm create_repo DIR' writes the metadata of a directory.",
  });
}
