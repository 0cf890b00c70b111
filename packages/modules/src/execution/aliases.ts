/**
 * Names of mail that go to others: /etc/aliases.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, isList, needed, pythonStr, SaltInvocationError, writeFileAtomic } from "@salt/core";
import { linesOf } from "../text/lines.js";
import { findProgram } from "./cmd/programs.js";
import { isFile, realPath } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainValue, runProgram } from "./program/run-program.js";

const alias = needed.str("The name.");
const LINE = /^([^:#]*)\s*:?\s*([^#]*?)(\s+#.*|$)/;
const USUAL_MODE = 0o644;

export const aliases = executionModule("aliases", {
  doc: "Names of mail that go to others: /etc/aliases.",
  functions: {
    list_aliases: fileFn({
      doc: "All names with where their mail goes.",
      examples: ["salt '*' aliases.list_aliases"],
      run: async (_args, context): Promise<Plain> => targets(read(await aliasesFile(context))),
    }),
    get_target: fileFn({
      doc: "Where the mail of a name goes; empty when the name is not there.",
      examples: ["salt '*' aliases.get_target root"],
      params: { alias },
      run: async (args, context) => targets(read(await aliasesFile(context))).get(args.alias) ?? "",
    }),
    has_target: fileFn({
      doc: "Whether the mail of a name goes exactly there.",
      examples: ["salt '*' aliases.has_target root admin"],
      params: { alias, target: needed.any("Where to: an address or a list of them.") },
      run: async (args, context) => {
        const wanted = targetText(args.target);
        return targets(read(await aliasesFile(context))).get(args.alias) === wanted;
      },
    }),
    set_target: fileFn({
      doc: "Sends the mail of a name there.",
      examples: ["salt '*' aliases.set_target root admin"],
      params: { alias, target: needed.any("Where to: an address or a list of them.") },
      run: async (args, context) => {
        if (args.alias === "") throw new SaltInvocationError("alias can not be an empty string");
        const [name, target] = [plainValue(args.alias, "alias"), targetText(args.target)];
        const path = await aliasesFile(context);
        const lines = read(path);
        if (targets(lines).get(name) === target) return true;
        const at = lines.findIndex((line) => line.alias === name);
        const changed = { alias: name, target, comment: lines[at]?.comment ?? "" };
        const others = lines.filter((line, index) => line.alias !== name || index === at);
        await write(
          path,
          at === -1 ? [...lines, changed] : others.map((line) => (line.alias === name ? changed : line)),
          context,
        );
        return true;
      },
    }),
    rm_alias: fileFn({
      doc: "Removes a name.",
      examples: ["salt '*' aliases.rm_alias root"],
      params: { alias },
      run: async (args, context) => {
        const path = await aliasesFile(context);
        const lines = read(path);
        const rest = lines.filter((line) => line.alias !== args.alias);
        if (rest.length < lines.length) await write(path, rest, context);
        return true;
      },
    }),
  },
});

interface AliasLine {
  readonly alias: string;
  readonly target: string;
  /** With the blanks before it; the whole line where there is no name. */
  readonly comment: string;
}

async function aliasesFile(context: ExecutionContext): Promise<string> {
  const path = pythonStr((await context.call("config.option", ["aliases.file"])) ?? "");
  return realPath(path === "" ? "/etc/aliases" : path);
}

function read(path: string): readonly AliasLine[] {
  if (!isFile(path)) return [];
  return linesOf(readFileSync(path, "utf8")).map((line) => {
    const [, name = "", target = "", comment = line.trim()] = LINE.exec(line.replace(/\n$/, "")) ?? [];
    return { alias: name.trimEnd(), target, comment };
  });
}

function targets(lines: readonly AliasLine[]): Map<string, string> {
  return new Map(lines.filter(({ alias: name }) => name !== "").map((line) => [line.alias, line.target]));
}

function targetText(target: Value): string {
  if (target === "") throw new SaltInvocationError("target can not be an empty string");
  return plainValue(isList(target) ? target.map(pythonStr).join(", ") : target, "target");
}

async function write(path: string, lines: readonly AliasLine[], context: ExecutionContext): Promise<void> {
  const text = lines.map(({ alias: name, target, comment }) =>
    name !== "" && target !== "" ? `${name}: ${target}${comment}\n` : `${comment}\n`,
  );
  const mode = existsSync(path) ? statSync(path).mode & 0o7777 : USUAL_MODE;
  writeFileAtomic(path, text.join(""), { mode });
  const program = findProgram("newaliases");
  if (program !== undefined) await runProgram([program], context);
}
