/**
 * Which tag a plain scalar has by its text: YAML 1.1 as PyYAML reads it.
 */

/** What the names of the standard tags begin with. */
export const STANDARD = "tag:yaml.org,2002:";

interface Rule {
  readonly tag: string;
  readonly first: string;
  readonly pattern: RegExp;
}

const RULES: readonly Rule[] = [
  {
    tag: `${STANDARD}bool`,
    first: "yYnNtTfFoO",
    pattern: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  },
  {
    tag: `${STANDARD}float`,
    first: "-+0123456789.",
    pattern:
      /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  },
  {
    tag: `${STANDARD}int`,
    first: "-+0123456789",
    pattern:
      /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  },
  { tag: `${STANDARD}merge`, first: "<", pattern: /^<<$/ },
  { tag: `${STANDARD}null`, first: "~nN", pattern: /^(?:~|null|Null|NULL)$/ },
  { tag: `${STANDARD}value`, first: "=", pattern: /^=$/ },
];

const TEXT = `${STANDARD}str`;
const NULL = `${STANDARD}null`;
/** Where no rule's texts begin with a character, its text is just that. */
const FIRST = new Set(RULES.flatMap(({ first }) => Array.from(first, (char) => char.charCodeAt(0))));

/** The tag of a plain scalar. Dates are texts for Salt, so they have no rule. */
export function plainTag(text: string): string {
  if (text === "") return NULL;
  if (!FIRST.has(text.charCodeAt(0))) return TEXT;
  const first = text.charAt(0);
  const rule = RULES.find((each) => each.first.includes(first) && each.pattern.test(text));
  return rule?.tag ?? TEXT;
}
