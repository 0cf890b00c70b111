/**
 * The configuration of the minion, with grains and pillar as places where options may be set too.
 */
import type { MutableDict, Value } from "@salt/core";
import { CommandExecutionError, executionModule, fn, maybe, needed, pythonStr } from "@salt/core";
import { presets } from "./config-functions/presets.js";
import {
  allMatching,
  firstOf,
  joinedValues,
  masterOptions,
  mergedSources,
  sourcesOf,
} from "./config-functions/sources.js";

const PROTOCOLS: ReadonlySet<string> = new Set(["salt", "file", "http", "https", "ftp", "swift", "s3"]);

const omit_opts = maybe.bool(false, "Leave the minion's options out.");
const omit_grains = maybe.bool(false, "Leave the grains out.");
const omit_pillar = maybe.bool(false, "Leave the pillar out.");
const omit_master = maybe.bool(false, "Leave the master's options in the pillar out.");

/** Options that Salt does not have among its own until somebody sets them. */
const LEFT_OUT: readonly Value[] = ["append_domain", "log_level_logfile", "output", "shell"];

const isLeftOut = (name: Value): boolean => LEFT_OUT.includes(name);

export const config = executionModule("config", {
  doc: "The configuration of the minion, with grains and pillar as places where options may be set too.",
  functions: {
    get: fn({
      doc:
        "The value of an option, or of a key inside one. It is looked for in the minion's options, the grains, the " +
        "pillar and the master's options, in this order.",
      examples: ["salt '*' config.get hash_type", "salt '*' config.get apps:web:port merge=recurse"],
      params: {
        key: needed.any("The option or a path into it."),
        default: maybe.any("", "What to answer when there is none."),
        delimiter: maybe.str(":", "Between the keys of a path."),
        merge: maybe.str(null, "`recurse` or `overwrite`: look in all places merged into one."),
        omit_opts,
        omit_pillar,
        omit_master,
        omit_grains,
      },
      control: true,
      run: async (args, context) => {
        const every = { omit_opts: false, omit_grains: false, omit_pillar: false, omit_master: false };
        const sources =
          args.merge === null
            ? sourcesOf(context, args)
            : [mergedSources(sourcesOf(context, every), args.merge !== "overwrite")];
        const found = firstOf(sources, args.key, args.delimiter ?? ":");
        if (typeof found === "string" && found.startsWith("sdb://")) {
          const { sdbValue } = await import("./sdb-functions/uri.js");
          return await sdbValue(found, false, context);
        }
        // An option that is there and has no value, like saltenv, is answered as such.
        return found === undefined || (found === null && isLeftOut(args.key)) ? args.default : found;
      },
    }),
    option: fn({
      doc: "The value of an option by its whole name, or of all options that a glob means.",
      examples: ["salt '*' config.option test.foo", "salt '*' config.option 'file_*' wildcard=True"],
      params: {
        value: needed.any("The option's name."),
        default: maybe.any(null, "What to answer when there is none; an empty text unless given."),
        omit_opts,
        omit_grains,
        omit_pillar,
        omit_master,
        omit_all: maybe.bool(false, "Leave everything but presets out."),
        wildcard: maybe.bool(false, "The name is a glob; answer a map."),
      },
      control: true,
      run: ({ value, default: fallback, omit_all, wildcard, ...omit }, context) => {
        const all = { omit_opts: true, omit_grains: true, omit_pillar: true, omit_master: true };
        const sources = sourcesOf(context, omit_all ? all : omit);
        if (!wildcard) return sources.find((source) => source.has(value))?.get(value) ?? fallback ?? "";
        const found = allMatching(sources, pythonStr(value));
        return found.size > 0 ? found : (fallback ?? {});
      },
    }),
    merge: fn({
      doc:
        "The values of an option from all places, joined: maps are merged and lists put one after another, those of " +
        "the minion first.",
      examples: ["salt '*' config.merge schedule"],
      params: {
        value: needed.any("The option's name."),
        default: maybe.any("", "What to answer when there is none."),
        omit_opts,
        omit_master,
        omit_pillar,
      },
      control: true,
      run: (args, context) => {
        const found = joinedValues([
          args.omit_opts ? undefined : context.opts.get(args.value),
          args.omit_master ? undefined : masterOptions(context).get(args.value),
          args.omit_pillar ? undefined : context.pillar.get(args.value),
        ]);
        return found ?? presets.get(args.value) ?? args.default;
      },
    }),
    dot_vals: fn({
      doc: "All options whose name begins with a word and a dot, as options of modules do.",
      examples: ["salt '*' config.dot_vals redis"],
      params: { value: needed.str("The word before the dot.") },
      control: true,
      run: ({ value }, context) => {
        const found: MutableDict = new Map<Value, Value>();
        for (const source of [masterOptions(context), context.opts]) {
          for (const [name, option] of source) {
            if (typeof name === "string" && name.startsWith(`${value}.`)) found.set(name, option);
          }
        }
        return found;
      },
    }),
    items: fn({
      doc: "All options of the minion.",
      examples: ["salt '*' config.items"],
      control: true,
      run: (_args, { opts }) => opts,
    }),
    gather_bootstrap_script: fn({
      doc: "Is refused: the script that installs minions is for salt-cloud, which is not there, and comes from the network.",
      examples: ["salt '*' config.gather_bootstrap_script"],
      params: { bootstrap: maybe.any(null, "Its address.") },
      control: true,
      run: () => {
        throw new CommandExecutionError(
          "config.gather_bootstrap_script is for salt-cloud, which is not there",
          {
            hint: "cp.get_url fetches a script.",
          },
        );
      },
    }),
    valid_fileproto: fn({
      doc: "Whether files can be had by an address of this kind.",
      examples: ["salt '*' config.valid_fileproto salt://path/to/file"],
      params: { uri: needed.str("The address.") },
      control: true,
      run: ({ uri }) => PROTOCOLS.has(/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? ""),
    }),
    backup_mode: fn({
      doc: "The backup mode for files: the one given, or the option `backup_mode`.",
      examples: ["salt '*' config.backup_mode"],
      params: { backup: maybe.any("", "A mode that wins.") },
      control: true,
      run: ({ backup }, { opts }) =>
        backup === "" || backup === null ? (opts.get("backup_mode") ?? "") : backup,
    }),
    manage_mode: fn({
      doc: "A file mode as a text of four digits, however it was written.",
      examples: ["salt '*' config.manage_mode 644"],
      params: { mode: needed.any("The mode.") },
      control: true,
      run: ({ mode }) => (mode === null ? null : fourDigits(pythonStr(mode))),
    }),
  },
});

function fourDigits(mode: string): string {
  const digits = mode.replaceAll("0o", "0").replace(/^["']+|["']+$/g, "");
  return digits.replace(/^0+/, "").padStart(4, "0");
}
