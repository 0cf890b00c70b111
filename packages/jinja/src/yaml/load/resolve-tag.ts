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
    tag: "bool",
    first: "yYnNtTfFoO",
    pattern: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  },
  {
    tag: "float",
    first: "-+0123456789.",
    pattern:
      /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  },
  {
    tag: "int",
    first: "-+0123456789",
    pattern:
      /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  },
  { tag: "merge", first: "<", pattern: /^<<$/ },
  { tag: "null", first: "~nN", pattern: /^(?:~|null|Null|NULL)$/ },
  { tag: "value", first: "=", pattern: /^=$/ },
];

/** The tag of a plain scalar. Dates are texts for Salt, so they have no rule. */
export function plainTag(text: string): string {
  if (text === "") return `${STANDARD}null`;
  const first = text.charAt(0);
  const rule = RULES.find((each) => each.first.includes(first) && each.pattern.test(text));
  return STANDARD + (rule?.tag ?? "str");
}
