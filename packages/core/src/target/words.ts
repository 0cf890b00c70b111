/**
 * Words of compound targets.
 */
import type { TargetType } from "../job/job.js";
import { TargetError } from "./errors.js";

/** One test of a compound target. */
export interface TargetTerm {
  readonly kind: "term";
  readonly tgtType: TargetType;
  readonly pattern: string;
  readonly delimiter: string;
}

const OPERATORS: ReadonlySet<string> = new Set(["and", "or", "not", "(", ")"]);
const SHAPE = /^([GPIJ])(.)?@(.+)$|^([LNSER])@(.+)$/su;

const ENGINES: Readonly<Record<string, TargetType>> = {
  G: "grain",
  P: "grain_pcre",
  I: "pillar",
  J: "pillar_pcre",
  L: "list",
  N: "nodegroup",
  S: "ipcidr",
  E: "pcre",
  R: "range",
};

/** Whether a word is an operator or a parenthesis. */
export function isOperator(word: string): boolean {
  return OPERATORS.has(word);
}

/** The words of a compound target: a text is divided at white space. */
export function wordsOf(expression: string | readonly string[]): readonly string[] {
  return typeof expression === "string" ? expression.split(/\s+/).filter((word) => word !== "") : expression;
}

/** Reads a word that is no operator: `ENGINE[DELIMITER]@pattern`, or a glob. Throws TargetError for resources of 3008. */
export function readTerm(word: string): TargetTerm {
  const found = SHAPE.exec(word);
  const tgtType = ENGINES[found?.[1] ?? found?.[4] ?? ""];
  const pattern = found?.[3] ?? found?.[5];
  if (tgtType !== undefined && pattern !== undefined) {
    return { kind: "term", tgtType, pattern, delimiter: found?.[2] ?? ":" };
  }
  if (/^[TM]@/.test(word)) {
    throw new TargetError(`'${word.slice(0, 80)}' targets resources, which are not offered`, {
      hint: "Resources belong to Salt 3008; target the minions themselves.",
    });
  }
  return { kind: "term", tgtType: "glob", pattern: word, delimiter: ":" };
}
