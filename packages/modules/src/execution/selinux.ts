/**
 * SELinux: its mode, booleans, modules and labels.
 */
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { dict, executionModule, fn, get, isDict, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { plainName, programPath, runProgram } from "./program/run-program.js";
import { labelFunctions } from "./selinux-functions/label-functions.js";
import { configuredMode, currentMode, selinuxPath, setMode } from "./selinux-functions/mode.js";
import { semanageList } from "./selinux-functions/policy.js";

const boolean = needed.str("The boolean.");
const module = needed.str("The module.");
const persist = maybe.bool(false, "From the next start on, too.");

export const selinux = executionModule("selinux", {
  doc: "SELinux: its mode, booleans, modules and labels.",
  available: ({ grains }) => {
    const missing = ["semanage", "setsebool", "semodule"].find((name) => findProgram(name) === undefined);
    if (missing !== undefined) return `${missing} is not in the path`;
    return grains.get("kernel") === "Linux" || "Module only works on Linux with selinux installed";
  },
  functions: {
    ...labelFunctions,
    selinux_fs_path: fn({
      doc: "Where the kernel shows SELinux; null when it is not in force.",
      examples: ["salt '*' selinux.selinux_fs_path"],
      run: () => selinuxPath(),
    }),
    getenforce: fn({
      doc: "The mode that is in force.",
      examples: ["salt '*' selinux.getenforce"],
      run: () => currentMode(),
    }),
    getconfig: fn({
      doc: "The mode from the next start on.",
      examples: ["salt '*' selinux.getconfig"],
      run: () => configuredMode(),
    }),
    setenforce: fn({
      doc: "Sets the mode, now and from the next start on; the mode then.",
      examples: ["salt '*' selinux.setenforce enforcing"],
      params: { mode: needed.any("`enforcing`, `permissive` or `disabled`.") },
      run: (args) => setMode(args.mode),
    }),
    list_sebool: fn({
      doc: "All booleans: what they are now, what they are at the start, and what they are for.",
      examples: ["salt '*' selinux.list_sebool"],
      run: (_args, context): Promise<Dict> => booleans(context),
    }),
    getsebool: fn({
      doc: "A boolean.",
      examples: ["salt '*' selinux.getsebool virt_use_usb"],
      params: { boolean },
      run: async (args, context): Promise<Plain> => get(await booleans(context), args.boolean) ?? {},
    }),
    setsebool: fn({
      doc: "Sets a boolean.",
      examples: ["salt '*' selinux.setsebool virt_use_usb off"],
      params: { boolean, value: needed.any("`on` or `off`."), persist },
      run: async (args, context) => {
        const words = [plainName(args.boolean, "boolean"), plainName(args.value, "value")];
        return await isDone("setsebool", [...(args.persist ? ["-P"] : []), ...words], context);
      },
    }),
    setsebools: fn({
      doc: "Sets several booleans.",
      examples: ["salt '*' selinux.setsebools '{virt_use_usb: on, squid_use_tproxy: off}'"],
      params: { pairs: needed.any("Booleans and values, a map."), persist },
      run: async (args, context): Promise<Plain> => {
        if (!isDict(args.pairs)) return {};
        const words = [...args.pairs].map(([key, value]) =>
          plainName(`${pythonStr(key)}=${pythonStr(value)}`, "boolean"),
        );
        return await isDone("setsebool", [...(args.persist ? ["-P"] : []), ...words], context);
      },
    }),
    list_semod: fn({
      doc: "All modules, and whether they are enabled.",
      examples: ["salt '*' selinux.list_semod"],
      run: (_args, context): Promise<Dict> => modules(context),
    }),
    getsemod: fn({
      doc: "A module of the policy.",
      examples: ["salt '*' selinux.getsemod mysqld"],
      params: { module },
      run: async (args, context): Promise<Plain> => get(await modules(context), args.module) ?? {},
    }),
    setsemod: fn({
      doc: "Enables or disables a module of the policy.",
      examples: ["salt '*' selinux.setsemod mysqld Enabled"],
      params: { module, state: needed.str("`enabled` or `disabled`.") },
      run: (args, context) => {
        const option = args.state.toLowerCase() === "enabled" ? "-e" : "-d";
        return isDone("semodule", [option, plainName(args.module, "module")], context);
      },
    }),
    install_semod: fn({
      doc: "Installs a module of the policy from a file.",
      examples: ["salt '*' selinux.install_semod salt://selinux/mysqld.pp"],
      params: { module_path: needed.str("The path of the file, or its address on the master.") },
      run: async (args, context) => {
        const isRemote = args.module_path.startsWith("salt://");
        const path = isRemote ? await context.call("cp.cache_file", [args.module_path]) : args.module_path;
        return await isDone("semodule", ["-i", plainName(path, "module_path")], context);
      },
    }),
    remove_semod: fn({
      doc: "Removes a module of the policy.",
      examples: ["salt '*' selinux.remove_semod mysqld"],
      params: { module },
      run: (args, context) => isDone("semodule", ["-r", plainName(args.module, "module")], context),
    }),
  },
});

async function isDone(
  program: string,
  words: readonly string[],
  context: ExecutionContext,
): Promise<boolean> {
  const command = [programPath(program), ...words];
  return (await runProgram(command, context, { ignore_retcode: false })).retcode === 0;
}

async function booleans(context: ExecutionContext): Promise<Dict> {
  const lines = (await semanageList("boolean", context)).slice(1).filter((line) => line.trim() !== "");
  return dict(
    Object.fromEntries(
      lines.map((line) => {
        const [name = "", state = "", , standard = "", ...description] = line.trim().split(/\s+/);
        const facts = {
          State: state.slice(1),
          Default: standard.slice(0, -1),
          Description: description.join(" "),
        };
        return [name, facts] as const;
      }),
    ),
  );
}

/** Newer programs list modules with their priorities; older ones with versions. */
async function modules(context: ExecutionContext): Promise<Dict> {
  const semodule = programPath("semodule");
  const help = await runProgram([semodule, "-h"], context);
  const isNew = `${help.stdout}\n${help.stderr}`.split("\n").some((line) => line.trim().startsWith("full"));
  const { stdout } = await runProgram([semodule, isNew ? "-lfull" : "-l"], context);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return dict(
    Object.fromEntries(
      rows
        .filter(([first]) => first !== "")
        .map((row) => {
          const facts = isNew
            ? { Enabled: row.length !== 4, Version: null }
            : { Enabled: row.length !== 3, Version: row[1] ?? null };
          return [row[isNew ? 1 : 0] ?? "", facts] as const;
        }),
    ),
  );
}
