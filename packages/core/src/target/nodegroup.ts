/**
 * Nodegroups: names for compound targets.
 */
import type { Dict } from "../base/value.js";
import { isList } from "../base/value.js";
import { pythonStr } from "../python/repr.js";
import { TargetError } from "./errors.js";
import { isOperator, wordsOf } from "./words.js";

/** The most words that nodegroups may become. */
const MAX_WORDS = 4000;

/**
 * The compound target of a nodegroup as its words, with nodegroups inside it resolved. Throws TargetError for unknown
 * names and for groups that contain themselves.
 */
export function expandNodegroup(name: string, nodegroups: Dict): readonly string[] {
  return expandGroup(name, nodegroups, []);
}

/** The words of a compound target with every `N@name` resolved, in parentheses where it has several words. Throws as `expandNodegroup`. */
export function expandNodegroups(
  expression: string | readonly string[],
  nodegroups: Dict,
): readonly string[] {
  return expandWords(wordsOf(expression), nodegroups, []);
}

function expandWords(
  words: readonly string[],
  nodegroups: Dict,
  inside: readonly string[],
): readonly string[] {
  const out: string[] = [];
  for (const word of words) {
    const isGroup = word.startsWith("N@") && word.length > 2;
    const group = isGroup ? expandGroup(word.slice(2), nodegroups, inside) : [word];
    out.push(...(group.length === 1 ? group : ["(", ...group, ")"]));
    if (out.length > MAX_WORDS)
      throw new TargetError("The nodegroups are too large", { hint: "Use grains instead." });
  }
  return out;
}

function expandGroup(name: string, nodegroups: Dict, inside: readonly string[]): readonly string[] {
  if (inside.includes(name)) {
    const circle = [...inside.slice(inside.indexOf(name)), name].join(" → ");
    throw new TargetError(`The nodegroup '${name}' contains itself: ${circle}`, {
      hint: "Remove one of these names.",
    });
  }
  const words = definedWords(name, nodegroups);
  return plainNames(words) ?? expandWords(words, nodegroups, [...inside, name]);
}

function definedWords(name: string, nodegroups: Dict): readonly string[] {
  const definition = nodegroups.get(name);
  if (definition === undefined) {
    throw new TargetError(`There is no nodegroup '${name.slice(0, 80)}'`, {
      hint: "Define it under 'nodegroups' in the configuration.",
    });
  }
  if (typeof definition === "string") return wordsOf(definition);
  if (isList(definition)) return definition.map(pythonStr);
  throw new TargetError(`The nodegroup '${name}' is neither a text nor a list`, {
    hint: "Write it as a compound target or as a list of ids.",
  });
}

/**
 * A definition of nothing but names is a list of ids; as in Salt, of one regular expression when a name has
 * brackets, a question mark or a backslash.
 */
function plainNames(words: readonly string[]): readonly string[] | undefined {
  if (words.some((word) => isOperator(word) || word.includes("*") || /^[A-Z]@/.test(word))) return undefined;
  if (words.length === 0) return undefined;
  const engine = words.some((word) => /[([{\\?}\])]/.test(word)) ? "E" : "L";
  return [`${engine}@${words.join(",")}`];
}
