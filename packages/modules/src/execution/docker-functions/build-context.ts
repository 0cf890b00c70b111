/**
 * Which files of a directory an image is built of, by the rules of `.dockerignore`.
 */
import { readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** One line of `.dockerignore`. */
interface Rule {
  readonly pattern: RegExp;
  readonly isException: boolean;
}

/** Paths of files and directories below a directory, in order. The Dockerfile always is one of them. */
export function contextFiles(
  root: string,
  lines: readonly string[],
  dockerfile = "Dockerfile",
): readonly string[] {
  const rules = [...lines, `!${dockerfile}`].flatMap(ruleOf);
  const hasExceptions = rules.filter((rule) => rule.isException).length > 1 || dockerfile.includes("/");
  const found: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      const isOut = isIgnored(path, rules);
      if (!isOut) found.push(path);
      // What an ignored directory holds may be an exception.
      if (entry.isDirectory() && (!isOut || hasExceptions)) walk(path);
    }
  };
  walk("");
  return found.sort();
}

function ruleOf(line: string): readonly Rule[] {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return [];
  const isException = text.startsWith("!");
  const pattern = posix.normalize((isException ? text.slice(1) : text).trim()).replace(/^\/+|\/+$/g, "");
  return pattern === "" || pattern === "." ? [] : [{ pattern: toRegExp(pattern), isException }];
}

/** The last rule that fits decides; a rule for a directory is one for all that is in it. */
function isIgnored(path: string, rules: readonly Rule[]): boolean {
  const parts = path.split("/");
  const parents = parts.map((_part, at) => parts.slice(0, at + 1).join("/"));
  let isOut = false;
  for (const { pattern, isException } of rules)
    if (parents.some((parent) => pattern.test(parent))) isOut = !isException;
  return isOut;
}

/** `**` is any number of directories, `*` and `?` stay inside one name. */
function toRegExp(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/?|\*|\?|\[[^\]]+\]|\\.|[^*?[\\]+|./g) ?? [];
  const source = parts.map((part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (/^\[[\w^-]+\]$/.test(part)) return part;
    return (part.startsWith("\\") ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, "s");
}
