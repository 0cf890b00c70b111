/**
 * Lists of who may use a file beyond owner, group and others.
 */
import type { ExecutionContext, ExecutionFunction, Plain, Rest, Value } from "@salt/core";
import { CommandExecutionError, executionModule, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { givenKeywords, refuseOtherKeywords } from "../values/keywords.js";
import { parseAcl } from "./acl-functions/parse-acl.js";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, plainValue, runProgram } from "./program/run-program.js";

const aclType = needed.str("`user`, `group` or `mask`; with `default:` before it for new files.");
const aclName = maybe.any("", "The account or group; the owner when empty.");

export const acl = executionModule("linux_acl", {
  virtualName: "acl",
  doc: "Lists of who may use a file beyond owner, group and others.",
  available: () =>
    findProgram("getfacl") === undefined
      ? "The linux_acl execution module cannot be loaded: the getfacl binary is not in the path. (apt-get install acl)"
      : true,
  functions: {
    version: fileFn({
      doc: "The version of getfacl.",
      examples: ["salt '*' acl.version"],
      run: async (_args, context) => {
        const { stdout } = await runProgram(["getfacl", "--version"], context);
        return stdout.split("\n")[0]?.split(/\s+/)[1] ?? "";
      },
    }),
    getfacl: fileFn({
      doc: "The lists of files and directories.",
      examples: ["salt '*' acl.getfacl /tmp/house/kitchen", "salt '*' acl.getfacl /tmp/house recursive=True"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, rest): Promise<Plain> => {
        refuseOtherKeywords(rest.kwargs, ["recursive"]);
        const command = [
          "getfacl",
          "--absolute-names",
          ...recursive(rest, "-R"),
          "--",
          ...pathsOf(rest.args),
        ];
        return parseAcl(splitLines((await runProgram(command, context)).stdout));
      },
    }),
    wipefacls: change("wipefacls", "Removes the lists of files and directories.", {}, () => ["-b"]),
    modfacl: change(
      "modfacl",
      "Adds somebody to the lists of files and directories, or changes what they may.",
      { acl_type: aclType, acl_name: aclName, perms: maybe.any("", "What they may, e.g. `rwx` or 7.") },
      (args) => ["-m", `${entryOf(args)}:${plainValue(args.perms ?? "", "perms")}`],
    ),
    delfacl: change(
      "delfacl",
      "Takes somebody out of the lists of files and directories.",
      { acl_type: aclType, acl_name: aclName },
      (args) => ["-x", entryOf(args)],
    ),
  },
});

interface Entry {
  readonly acl_type?: Value;
  readonly acl_name?: Value;
  readonly perms?: Value;
}

/** A function that runs setfacl on all its files. */
function change(
  name: string,
  doc: string,
  params: NonNullable<Parameters<typeof fileFn>[0]["params"]>,
  words: (args: Entry) => readonly string[],
): ExecutionFunction {
  const who = { wipefacls: "", modfacl: " user myuser rwx", delfacl: " user myuser" }[name] ?? "";
  return fileFn({
    doc,
    examples: [`salt '*' acl.${name}${who} /tmp/house/kitchen`],
    params,
    varargs: "args",
    varkw: "kwargs",
    run: async (args, context, rest) => {
      refuseOtherKeywords(rest.kwargs, ["recursive", ...(name === "delfacl" ? [] : ["raise_err"])]);
      const command = ["setfacl", ...recursive(rest, "-R"), ...words(args), "--", ...pathsOf(rest.args)];
      await apply(command, isTruthy(givenKeywords(rest.kwargs).get("raise_err")), context);
      return true;
    },
  });
}

async function apply(command: readonly string[], throws: boolean, context: ExecutionContext): Promise<void> {
  const { retcode, stderr } = await runProgram(command, context, { ignore_retcode: false });
  if (retcode !== 0 && throws) throw new CommandExecutionError(stderr);
}

function recursive({ kwargs }: Rest, option: string): readonly string[] {
  return isTruthy(givenKeywords(kwargs).get("recursive")) ? [option] : [];
}

function pathsOf(paths: readonly Value[]): readonly string[] {
  if (paths.length === 0)
    throw new CommandExecutionError("You need to specify at least one file or directory to work with!");
  return paths.map((path) => plainValue(path, "path"));
}

/** Kind and name of an entry as setfacl takes them. */
function entryOf(args: Entry): string {
  const given = pythonStr(args.acl_type ?? "");
  const isDefault = given.startsWith("d");
  const kind = isDefault ? given.replace("default:", "").replace("d:", "") : given;
  const letter = { user: "u", u: "u", group: "g", g: "g", mask: "m", m: "m" }[kind] ?? "";
  const name = isTruthy(args.acl_name) ? plainName(args.acl_name ?? "", "acl_name") : "";
  return `${isDefault ? "d:" : ""}${letter}:${name}`;
}
