/**
 * What yamllint is asked, and what it prints.
 */

/** The rules of Salt: yamllint's relaxed ones, long lines, and without those about blanks and order. */
export const RULES = JSON.stringify({
  extends: "relaxed",
  rules: {
    "line-length": { max: 256, level: "warning" },
    "empty-lines": "disable",
    "empty-values": { "forbid-in-block-mappings": false, "forbid-in-flow-mappings": true },
    "trailing-spaces": "disable",
    "key-ordering": "disable",
  },
});

/** One thing that is wrong. Lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly level: string;
  readonly comment: string;
}

const LINE = /^[^:]*:(\d+):(\d+): \[(\w+)\] (.*)$/;

/** The problems in yamllint's output of the format `parsable`; other lines are passed over. */
export function problemsIn(output: string): readonly YamlProblem[] {
  return output.split("\n").flatMap((text) => {
    const [, line, column, level = "", comment = ""] = LINE.exec(text) ?? [];
    return line === undefined ? [] : [{ line: Number(line), column: Number(column), level, comment }];
  });
}
