/**
 * Which of several programs a name stands for: the alternatives system.
 */
import { readFileSync, readlinkSync } from "node:fs";
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { executionModule, fn, needed, pythonStr } from "@salt/core";
import { isDirectory } from "./file-functions/paths.js";
import { plainName, runProgram } from "./program/run-program.js";

const name = needed.str("The name of the alternatives, e.g. `editor`.");
const path = needed.str("The program.");

export const alternatives = executionModule("alternatives", {
  doc: "Which of several programs a name stands for: the alternatives system.",
  available: () =>
    isDirectory("/etc/alternatives")
      ? true
      : "Cannot load alternatives module: /etc/alternatives dir not found",
  functions: {
    display: fn({
      doc: "All that is known of a name, for people.",
      examples: ["salt '*' alternatives.display editor"],
      outputter: "txt",
      params: { name },
      run: async (args, context) => {
        const { retcode, stdout, stderr } = await ask(["--display", plainName(args.name, "name")], context);
        return retcode > 0 && stderr !== "" ? stderr : stdout;
      },
    }),
    show_link: fn({
      doc: "The link that is kept up to date for a name; false when there is none.",
      examples: ["salt '*' alternatives.show_link editor"],
      params: { name },
      run: (args, context) => linkOf(plainName(args.name, "name"), context),
    }),
    show_current: fn({
      doc: "The program that a name stands for now; false when there is none.",
      examples: ["salt '*' alternatives.show_current editor"],
      params: { name },
      run: (args) => currentOf(args.name) ?? false,
    }),
    check_exists: fn({
      doc: "Whether a program is one of those for a name.",
      examples: ["salt '*' alternatives.check_exists editor /usr/bin/vim.basic"],
      params: { name, path },
      run: async (args, context) => {
        const { retcode, stdout, stderr } = await ask(["--display", plainName(args.name, "name")], context);
        if (retcode > 0 && stderr !== "") return false;
        return stdout.split("\n").some((line) => line.startsWith(args.path));
      },
    }),
    check_installed: fn({
      doc: "Whether a program is the one that a name stands for now.",
      examples: ["salt '*' alternatives.check_installed editor /usr/bin/vim.basic"],
      params: { name, path },
      run: (args) => currentOf(args.name) === args.path,
    }),
    install: fn({
      doc: "Adds a program to those for a name.",
      examples: ["salt '*' alternatives.install editor /usr/bin/editor /usr/bin/emacs23 50"],
      outputter: "txt",
      params: {
        name,
        link: needed.str("The link to keep up to date."),
        path,
        priority: needed.any("How much it is preferred, a number."),
      },
      run: async (args, context) => {
        const words = [args.link, args.name, args.path, pythonStr(args.priority)];
        const command = ["--install", ...words.map((word) => plainWord(word))];
        const { retcode, stdout, stderr } = await change(command, context);
        return retcode > 0 && stderr !== "" ? stderr : stdout;
      },
    }),
    remove: act("remove", "Takes a program away from those for a name.", { name, path }),
    auto: act("auto", "Lets a name stand for the program that is preferred most.", { name }),
    set: act("set", "Chooses the program that a name stands for.", { name, path }),
  },
});

/** A change that is done by an option of the program with the same name. */
function act(
  option: string,
  doc: string,
  params: { readonly name: typeof name; readonly path?: typeof path },
): ExecutionFunction {
  const examples = [`salt '*' alternatives.${option} editor${"path" in params ? " /usr/bin/vim.basic" : ""}`];
  return fn({
    doc,
    examples,
    ...(option === "remove" ? { outputter: "txt" } : {}),
    params,
    run: async (args, context): Promise<Plain> => {
      const words = Object.values(args).map((word) => plainWord(pythonStr(word ?? "")));
      const { retcode, stdout, stderr } = await change([`--${option}`, ...words], context);
      return retcode > 0 ? stderr : stdout;
    },
  });
}

function plainWord(word: string): string {
  return plainName(word, "argument");
}

function programOf({ grains }: ExecutionContext): string {
  return grains.get("os_family") === "RedHat" ? "alternatives" : "update-alternatives";
}

function ask(words: readonly string[], context: ExecutionContext): ReturnType<typeof runProgram> {
  return runProgram([programOf(context), ...words], context);
}

/** Like `ask`; a failure becomes the exit status of the job. */
function change(words: readonly string[], context: ExecutionContext): ReturnType<typeof runProgram> {
  return runProgram([programOf(context), ...words], context, { ignore_retcode: false });
}

function currentOf(wanted: string): string | undefined {
  if (wanted.includes("/")) return undefined;
  try {
    return readlinkSync(`/etc/alternatives/${wanted}`);
  } catch {
    return undefined;
  }
}

async function linkOf(wanted: string, context: ExecutionContext): Promise<string | false> {
  const folders: Readonly<Record<string, string>> = {
    RedHat: "/var/lib/alternatives",
    Suse: "/var/lib/rpm/alternatives",
  };
  const folder = folders[pythonStr(context.grains.get("os_family") ?? "")];
  if (folder !== undefined) return secondLine(`${folder}/${wanted}`);
  const { retcode, stdout, stderr } = await ask(["--query", wanted], context);
  if (retcode > 0 && stderr !== "") return false;
  const line = stdout
    .split("\n\n")[0]
    ?.split("\n")
    .find((one) => one.startsWith("Link:"));
  return line === undefined ? false : line.slice("Link:".length).trim();
}

function secondLine(file: string): string | false {
  try {
    return readFileSync(file, "utf8").split("\n")[1] ?? false;
  } catch {
    return false;
  }
}
