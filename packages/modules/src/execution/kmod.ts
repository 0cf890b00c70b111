/**
 * Modules of the kernel.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { basename } from "node:path";
import type { ExecutionContext, Plain } from "@salt/core";
import { executionModule, maybe, needed } from "@salt/core";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, programPath, runProgram } from "./program/run-program.js";

const mod = needed.str("The module.");

export const kmod = executionModule("kmod", {
  doc: "Modules of the kernel.",
  available: ({ grains }) => (grains.get("kernel") === "Linux" ? true : "only Linux has these modules"),
  functions: {
    available: fileFn({
      doc: "The modules that there are for the kernel that runs.",
      examples: ["salt '*' kmod.available"],
      run: () => availableModules(),
    }),
    check_available: fileFn({
      doc: "Whether there is a module for the kernel that runs.",
      examples: ["salt '*' kmod.check_available kvm"],
      params: { mod },
      run: (args) => availableModules().includes(args.mod),
    }),
    lsmod: fileFn({
      doc: "The modules that are loaded: size, how many use each, and which.",
      examples: ["salt '*' kmod.lsmod"],
      run: async (_args, context): Promise<Plain> => (await loaded(context)).map((one) => ({ ...one })),
    }),
    mod_list: fileFn({
      doc: "The names of modules that are loaded, or of those that are loaded at every start.",
      examples: ["salt '*' kmod.mod_list"],
      params: { only_persist: maybe.bool(false, "Those that are loaded at every start.") },
      run: (args, context) => (args.only_persist ? persistent(context) : loadedNames(context)),
    }),
    is_loaded: fileFn({
      doc: "Whether a module is loaded.",
      examples: ["salt '*' kmod.is_loaded kvm"],
      params: { mod },
      run: async (args, context) => (await loadedNames(context)).includes(args.mod),
    }),
    load: fileFn({
      doc: "Loads a module; the names of those that were loaded with it.",
      examples: ["salt '*' kmod.load kvm"],
      params: { mod, persist: maybe.bool(false, "Load it at every start, too.") },
      run: async (args, context): Promise<Plain> => {
        const words = moduleWords(args.mod);
        const before = await loadedNames(context);
        const command = [programPath("modprobe"), ...words];
        const { retcode, stderr } = await runProgram(command, context, { ignore_retcode: false });
        if (retcode !== 0) return `Error loading module ${args.mod}: ${stderr}`;
        const fresh = (await loadedNames(context)).filter((one) => !before.includes(one));
        const kept = args.persist ? await keep(args.mod, context) : [];
        return [...new Set([...fresh, ...kept])].sort();
      },
    }),
    remove: fileFn({
      doc: "Unloads a module; the names of those that went with it.",
      examples: ["salt '*' kmod.remove kvm"],
      params: {
        mod,
        persist: maybe.bool(false, "Do not load it at the next start either."),
        comment: maybe.bool(true, "Make a comment of its line instead of removing it."),
      },
      run: async (args, context): Promise<Plain> => {
        const words = moduleWords(args.mod);
        const before = await loadedNames(context);
        const command = [programPath("rmmod"), ...words];
        const { retcode, stderr } = await runProgram(command, context, { ignore_retcode: false });
        if (retcode !== 0) return `Error removing module ${args.mod}: ${stderr}`;
        const after = await loadedNames(context);
        const gone = before.filter((one) => !after.includes(one));
        const dropped = args.persist ? await drop(args.mod, args.comment, context) : [];
        return [...new Set([...gone, ...dropped])].sort();
      },
    }),
  },
});

/** A module may be followed by its parameters. */
function moduleWords(text: string): readonly string[] {
  return plainName(text, "mod")
    .split(/\s+/)
    .map((word) => plainName(word, "mod"));
}

function availableModules(): readonly string[] {
  const folder = `/lib/modules/${release()}`;
  const builtIn = `${folder}/modules.builtin`;
  const listed = existsSync(builtIn) ? readFileSync(builtIn, "utf8").trimEnd().split("\n") : [];
  const names = [...listed.map((line) => basename(line, ".ko"))];
  for (const path of existsSync(folder) ? readdirSync(folder, { recursive: true }) : []) {
    const file = basename(String(path));
    if (file.includes(".ko")) names.push(file.slice(0, file.indexOf(".ko")).replaceAll("-", "_"));
  }
  return names.sort();
}

interface LoadedModule {
  readonly size: string;
  readonly module: string;
  readonly depcount: string;
  readonly deps: readonly string[];
}

async function loaded(context: ExecutionContext): Promise<readonly LoadedModule[]> {
  const { stdout } = await runProgram([programPath("lsmod")], context);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return rows
    .filter((row) => row.length > 2 && row[0] !== "Module")
    .map(([module = "", size = "", depcount = "", deps]) => ({
      size,
      module,
      depcount,
      deps: deps?.split(",") ?? [],
    }));
}

async function loadedNames(context: ExecutionContext): Promise<readonly string[]> {
  return [...new Set((await loaded(context)).map((one) => one.module))].sort();
}

function configFile({ grains }: ExecutionContext): string {
  return grains.has("systemd") ? "/etc/modules-load.d/salt_managed.conf" : "/etc/modules";
}

function persistent(context: ExecutionContext): readonly string[] {
  const file = configFile(context);
  const lines = isFile(file) ? readFileSync(file, "utf8").split("\n") : [];
  const names = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  return [...new Set(names.map((line) => line.split(/\s+/)[0] ?? ""))].sort();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

async function keep(text: string, context: ExecutionContext): Promise<readonly string[]> {
  const file = configFile(context);
  if (!existsSync(file)) await context.call("file.touch", [file]);
  const [name = ""] = moduleWords(text);
  if (persistent(context).includes(name) || !availableModules().includes(name)) return [];
  const pattern = escaped(text);
  const commented = await context.call("file.search", [file, `^#[\t ]*${pattern}[\t ]*$`], {
    multiline: true,
  });
  if (commented === true) await context.call("file.uncomment", [file, pattern]);
  else await context.call("file.append", [file, text]);
  return [name];
}

async function drop(text: string, comments: boolean, context: ExecutionContext): Promise<readonly string[]> {
  const [name = ""] = moduleWords(text);
  if (!persistent(context).includes(name)) return [];
  const pattern = `^[\t ]*${escaped(text)}[\t ]?`;
  if (comments) await context.call("file.comment", [configFile(context), pattern]);
  else await context.call("file.sed", [configFile(context), pattern, ""]);
  return [name];
}
