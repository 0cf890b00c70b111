/**
 * Changing lines such as `key=value`.
 */
import type { Dict, Value } from "@salt/core";
import { pythonStr, pythonType } from "@salt/core";

/** What the lines should say. */
export interface SettingsRequest {
  readonly wanted: Dict;
  readonly separator: string;
  readonly count: number;
  /** Characters that make comments, taken from the start of lines; null for white space. */
  readonly uncomment: string | null;
  readonly key_ignore_case: boolean;
  readonly value_ignore_case: boolean;
  readonly append_if_not_found: boolean;
  readonly prepend_if_not_found: boolean;
}

/** The lines as they should be, and what was changed about them. */
export interface SettingsEdit {
  readonly lines: readonly string[];
  readonly diff: readonly string[];
  readonly changes: number;
}

/** Changes the lines. */
export function editSettings(lines: readonly string[], request: SettingsRequest): SettingsEdit {
  return new SettingsEditor(request).edit(lines);
}

class SettingsEditor {
  readonly #request: SettingsRequest;
  /** How many more lines each key may have. */
  readonly #left: Map<Value, number>;
  readonly #diff: string[] = [];
  #changes = 0;

  constructor(request: SettingsRequest) {
    this.#request = request;
    this.#left = new Map([...request.wanted.keys()].map((key) => [key, request.count]));
  }

  edit(before: readonly string[]): SettingsEdit {
    let lines: readonly string[] = before.map((line) => this.#line(line));
    if (this.#request.append_if_not_found) lines = [...lines, ...this.#appended()];
    else if (this.#request.prepend_if_not_found) lines = [...this.#prepended(), ...lines];
    return { lines, diff: this.#diff, changes: this.#changes };
  }

  #line(given: string): string {
    const bare = withoutMarks(given, this.#request.uncomment);
    const isUncommented = bare.length < given.length;
    const start = this.#request.key_ignore_case ? bare.toLowerCase() : bare;
    let line = given;
    for (const [key, value] of this.#request.wanted) {
      const name = this.#folded(pythonStr(key), this.#request.key_ignore_case);
      if (!start.startsWith(name)) continue;
      const text = isUncommented ? withoutMarks(line, this.#request.uncomment) : line;
      const at = text.indexOf(this.#request.separator);
      if (at === -1 || this.#folded(text.slice(0, at), this.#request.key_ignore_case) !== name) continue;
      line = this.#setting(line, text, at, key, value, isUncommented);
    }
    return line;
  }

  /** The line of a key: as it is, with the value that it should have, or nothing when it is one too many. */
  #setting(line: string, text: string, at: number, key: Value, value: Value, isUncommented: boolean): string {
    const { separator, value_ignore_case: ignoreCase } = this.#request;
    const left = this.#left.get(key) ?? 0;
    const is = this.#folded(text.slice(at + separator.length).trim(), ignoreCase);
    const isRight = is === this.#folded(pythonStr(value).trim(), ignoreCase);
    if (left > 0) this.#left.set(key, left - 1);
    const stays = isUncommented ? left <= 0 : isRight && left !== 0;
    if (stays) return line;
    this.#changes += 1;
    this.#diff.push(`- ${line}`);
    if (left === 0) return "";
    const changed = `${text.slice(0, at)}${separator}${pythonStr(value)}\n`;
    const type = typeof value === "string" ? "" : ` (from ${pythonType(value)} type)`;
    this.#diff.push(`+ ${changed.trimEnd()}${type}\n`);
    return changed;
  }

  #missing(): readonly string[] {
    const { wanted, separator } = this.#request;
    return [...wanted]
      .filter(([key]) => (this.#left.get(key) ?? 0) > 0)
      .map(([key, value]) => `${pythonStr(key)}${separator}${pythonStr(value)}\n`);
  }

  #appended(): readonly string[] {
    const missing = this.#missing();
    if (missing.length === 0) return [];
    this.#changes += missing.length;
    this.#diff.push("- <EOF>\n", ...missing.map((line) => `+ ${line}`), "+ <EOF>\n");
    return missing;
  }

  /** The lines in the order that adding each before the others gives. */
  #prepended(): readonly string[] {
    const missing = [...this.#missing()].reverse();
    if (missing.length === 0) return [];
    this.#changes += missing.length;
    this.#diff.unshift("  <SOF>\n", ...missing.map((line) => `+ ${line}`));
    return missing;
  }

  #folded(text: string, ignoreCase: boolean): string {
    return ignoreCase ? text.toLowerCase() : text;
  }
}

function withoutMarks(line: string, marks: string | null): string {
  if (marks === null) return line.trimStart();
  let from = 0;
  while (from < line.length && marks.includes(line[from] ?? "")) from += 1;
  return line.slice(from);
}
