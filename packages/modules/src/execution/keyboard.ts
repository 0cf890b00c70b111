/**
 * The layout of the keyboard, of the console and of X.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, executionModule, fn, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { replaceContents } from "./file-functions/text-file.js";
import { COUNTED, plainName, programPath, runProgram } from "./program/run-program.js";

const layout = needed.str("The layout, as `de`.");
/** By the family of the system: the file, and the name in it. */
const FILES: ReadonlyMap<string, readonly [file: string, key: string]> = new Map([
  ["RedHat", ["/etc/sysconfig/keyboard", "LAYOUT"]],
  ["Debian", ["/etc/default/keyboard", "XKBLAYOUT"]],
  ["Gentoo", ["/etc/conf.d/keymaps", "keymap"]],
]);

export const keyboard = executionModule("keyboard", {
  doc: "The layout of the keyboard, of the console and of X.",
  available: ({ grains }) =>
    findProgram("localectl") !== undefined || FILES.has(pythonStr(grains.get("os_family") ?? ""))
      ? true
      : "The keyboard execution module needs localectl, RedHat, Debian or Gentoo",
  functions: {
    get_sys: fn({
      doc: "The layout of the console.",
      examples: ["salt '*' keyboard.get_sys"],
      run: async (_args, context) => {
        if (findProgram("localectl") === undefined) return fileLayout(context);
        const { stdout, stderr } = await runProgram(["localectl"], context);
        const found = /Keymap: *(.*)$/m.exec(stdout)?.[1];
        if (found === undefined)
          throw new CommandExecutionError(`localectl tells no layout: ${stderr || stdout}`);
        return found;
      },
    }),
    set_sys: fn({
      doc: "Sets the layout of the console.",
      examples: ["salt '*' keyboard.set_sys dvorak"],
      params: { layout },
      run: async (args, context) => {
        const name = layoutName(args.layout);
        if (findProgram("localectl") !== undefined)
          await runProgram(["localectl", "set-keymap", "--", name], context, COUNTED);
        else setFileLayout(name, context);
        return name;
      },
    }),
    get_x: fn({
      doc: "The layout of X.",
      examples: ["salt '*' keyboard.get_x"],
      run: async (_args, context) => {
        const { stdout, stderr } = await runProgram([programPath("setxkbmap"), "-query"], context);
        const found = /^layout:\s*(.*)$/m.exec(stdout)?.[1];
        if (found === undefined) throw new CommandExecutionError(`setxkbmap tells no layout: ${stderr}`);
        return found.trim();
      },
    }),
    set_x: fn({
      doc: "Sets the layout of X.",
      examples: ["salt '*' keyboard.set_x dvorak"],
      params: { layout },
      run: async (args, context) => {
        await runProgram([programPath("setxkbmap"), layoutName(args.layout)], context, COUNTED);
        return args.layout;
      },
    }),
  },
});

function layoutName(given: string): string {
  const name = plainName(given, "layout");
  if (/^[\w,.()+-]+$/.test(name)) return name;
  throw new CommandExecutionError(`${JSON.stringify(name)} is not the name of a layout`);
}

function layoutFile({ grains }: ExecutionContext): readonly [file: string, key: string] {
  return FILES.get(pythonStr(grains.get("os_family") ?? "")) ?? ["/etc/default/keyboard", "XKBLAYOUT"];
}

function fileLayout(context: ExecutionContext): string {
  const [file, key] = layoutFile(context);
  const found = new RegExp(`^${key}=(.*)$`, "m").exec(textOf(file))?.[1];
  if (found === undefined) throw new CommandExecutionError(`${file} says no layout`);
  return found.replaceAll('"', "");
}

function setFileLayout(name: string, context: ExecutionContext): void {
  const [file, key] = layoutFile(context);
  const text = textOf(file).replace(new RegExp(`^${key}=.*$`, "gm"), () => `${key}=${name}`);
  replaceContents(file, Buffer.from(text));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandExecutionError(`${file} cannot be read`, { cause: error });
  }
}
