/**
 * `file.comment` and `file.uncomment`.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isTrial, isTruthy, maybe, needed } from "@salt/core";
import { namedEncoding } from "../../execution/file-functions/encoding.js";
import { textOf } from "../../execution/file-functions/text-file.js";
import { linesOf } from "../../text/lines.js";
import { done, failed, fileState, pathOf, planned } from "./answer.js";
import { linesDiff, requireTarget } from "./target-file.js";

const shared = {
  name: needed.str("The file."),
  regex: needed.str("A pattern for the lines, without the mark."),
  char: maybe.str("#", "The mark that makes a comment."),
  backup: maybe.any(".bak", "What the name of a copy of the old file ends with; false makes none."),
} as const;

export const commentStates = {
  comment: fileState({
    doc: "Makes comments of the lines of a file that fit a pattern.",
    params: {
      ...shared,
      ignore_missing: maybe.bool(false, "Be content when no line fits."),
      encoding: maybe.str(null, "The encoding of the file."),
      encoding_errors: maybe.str("strict", "What to do about bytes that the encoding lacks."),
    },
    run: async (args, context) => {
      const name = pathOf(args.name, "comment");
      requireTarget(name);
      const bare = args.regex.replace(/^(\(\?[iLmsux]\))?\^?(.*?)\$?$/, "$2");
      const char = args.char ?? "";
      const find = (pattern: string): Promise<boolean> => isFound(name, pattern, context);
      if (!(await find(`^(?!\\s*${char})\\s*${bare}`))) {
        if (await find(char + bare)) return done(name, "Pattern already commented");
        if (args.ignore_missing) return done(name, "Pattern not found and ignore_missing set to True");
        return failed(name, `${bare}: Pattern not found`);
      }
      const edit = {
        name,
        regex: args.regex,
        char,
        backup: args.backup,
        cmnt: true,
        encoding: args.encoding,
      };
      return await changeLines(edit, char + bare, "Commented lines successfully", context);
    },
  }),
  uncomment: fileState({
    doc: "Takes the mark of a comment from the lines of a file that fit a pattern.",
    params: shared,
    run: async (args, context) => {
      const name = pathOf(args.name, "uncomment");
      requireTarget(name);
      const bare = args.regex.replace(/^\^+/, "");
      const char = args.char ?? "";
      const plain = `^[ \t]*${bare}`;
      if (!(await isFound(name, `${char}[ \t]*${bare}`, context))) {
        if (await isFound(name, plain, context)) return done(name, "Pattern already uncommented");
        return failed(name, `${args.regex}: Pattern not found`);
      }
      const edit = { name, regex: args.regex, char, backup: args.backup, cmnt: false, encoding: null };
      return await changeLines(edit, plain, "Uncommented lines successfully", context);
    },
  }),
};

async function isFound(name: string, pattern: string, context: ExecutionContext): Promise<boolean> {
  return isTruthy(await context.call("file.search", [name, pattern], { multiline: true }));
}

interface CommentEdit {
  readonly name: string;
  readonly regex: string;
  readonly char: string;
  readonly backup: Value;
  readonly cmnt: boolean;
  readonly encoding: string | null;
}

async function changeLines(
  { name, regex, char, backup, cmnt, encoding }: CommentEdit,
  wanted: string,
  success: string,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (isTrial(context)) return planned(name, `File ${name} is set to be updated`, { [name]: "updated" });
  const lines = (): readonly string[] => {
    const bytes = readFileSync(name);
    return linesOf(encoding === null ? textOf(bytes) : namedEncoding(encoding).decode(bytes));
  };
  const before = lines();
  await context.call("file.comment_line", [name, regex, char, cmnt, backup]);
  const diff = linesDiff(name, before, lines());
  const changes = diff === "" ? {} : { diff };
  if (await isFound(name, wanted, context)) return done(name, success, changes);
  const what = cmnt ? "commented" : "uncommented";
  return failed(name, `Expected ${what} lines not found`, changes);
}
