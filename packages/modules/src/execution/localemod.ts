/**
 * Language and country of the machine.
 */
import { existsSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  getString,
  isDict,
  isInt,
  isTruthy,
  needed,
  pythonStr,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { generateLocale } from "./locale-functions/generate.js";
import { normalLocale } from "./locale-functions/locale-name.js";
import { parseLocalectl } from "./locale-functions/localectl.js";
import { plainName, runProgram } from "./program/run-program.js";

const name = needed.str("The locale, e.g. `en_US.UTF-8`.");
/** Since this release `localectl` of Debian writes another file than programs read. */
const DEBIAN_WITHOUT_LOCALECTL = 13;

export const locale = executionModule("localemod", {
  doc: "Language and country of the machine.",
  virtualName: "locale",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    list_avail: fn({
      doc: "The locales that there are.",
      examples: ["salt '*' locale.list_avail"],
      run: (_args, context) => available(context),
    }),
    get_locale: fn({
      doc: "The locale of the machine; empty when none is set.",
      examples: ["salt '*' locale.get_locale"],
      run: async (_args, context) => {
        if (isBooted() && !isSuse12(context)) return getString(await localectl(context), "LANG") ?? "";
        const { line, file } = placeOf(context);
        const { stdout } = await runProgram(["grep", `^${line}`, file], context);
        return stdout.split("=")[1]?.replaceAll('"', "") ?? "";
      },
    }),
    set_locale: fn({
      doc: "Sets the locale of the machine.",
      examples: ["salt '*' locale.set_locale en_US.UTF-8"],
      params: { locale: name },
      run: (args, context) => setLocale(plainName(args.locale, "locale"), context),
    }),
    avail: fn({
      doc: "Whether there is a locale.",
      examples: ["salt '*' locale.avail en_US.UTF-8"],
      params: { locale: name },
      run: async (args, context) => {
        const wanted = normalLocale(args.locale);
        return (await available(context)).some((one) => normalLocale(one.trim()) === wanted);
      },
    }),
    gen_locale: fn({
      doc: "Makes a locale from its definition.",
      examples: ["salt '*' locale.gen_locale 'en_IE.UTF-8 UTF-8'"],
      params: { locale: name },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => {
        const isVerbose = isTruthy(givenKeywords(kwargs).get("verbose"));
        return generateLocale(plainName(args.locale, "locale"), isVerbose, context);
      },
    }),
  },
});

async function available(context: ExecutionContext): Promise<readonly string[]> {
  return (await runProgram(["locale", "-a"], context)).stdout.split("\n");
}

function isBooted(): boolean {
  return existsSync("/run/systemd/system");
}

function isSuse12({ grains }: ExecutionContext): boolean {
  return grains.get("os_family") === "Suse" && grains.get("osmajorrelease") === 12;
}

/** What `localectl` knows of the system's locale. Throws CommandExecutionError. */
async function localectl(context: ExecutionContext): Promise<Dict> {
  if (findProgram("localectl") === undefined) throw new CommandExecutionError('Unable to find "localectl"');
  const { stdout, stderr } = await runProgram(["localectl", "status"], context);
  if (stderr.includes("Failed to connect to bus"))
    throw new CommandExecutionError('Command "localectl" is in a degraded state.');
  const found = parseLocalectl(stdout).get("system_locale");
  if (!isDict(found)) throw new CommandExecutionError('Unable to parse result of "localectl"');
  return found;
}

function placeOf({ grains }: ExecutionContext): { readonly line: string; readonly file: string } {
  switch (grains.get("os_family")) {
    case "Suse":
      return { line: "RC_LANG", file: "/etc/sysconfig/language" };
    case "RedHat":
      return { line: "LANG=", file: "/etc/sysconfig/i18n" };
    case "Debian":
      return { line: "LANG=", file: "/etc/default/locale" };
    default:
      throw new CommandExecutionError(
        `Error: "${pythonStr(grains.get("oscodename") ?? "")}" is unsupported!`,
      );
  }
}

async function setLocale(wanted: string, context: ExecutionContext): Promise<boolean> {
  const { grains } = context;
  const major = grains.get("osmajorrelease");
  const isNewDebian =
    grains.get("os_family") === "Debian" && isInt(major) && Number(major) >= DEBIAN_WITHOUT_LOCALECTL;
  if (isBooted() && !isSuse12(context) && !isNewDebian) return await setByLocalectl(wanted, context);
  const { line, file } = placeOf(context);
  if (grains.get("os_family") === "Debian") {
    const program = findProgram("update-locale");
    if (program === undefined)
      throw new CommandExecutionError('Cannot set locale: "update-locale" was not found.');
    await runProgram([program], context);
  } else if (!existsSync(file)) {
    await context.call("file.touch", [file]);
  }
  const key = line.replace("=", "");
  const args = [file, `^${key}=.*`, `${key}="${wanted}"`];
  await context.call("file.replace", args, { append_if_not_found: true });
  return true;
}

async function setByLocalectl(wanted: string, context: ExecutionContext): Promise<boolean> {
  const settings: MutableDict = new Map(await localectl(context)).set("LANG", wanted);
  const words = [...settings].map(([key, value]) => `${pythonStr(key)}=${pythonStr(value)}`);
  const command = ["localectl", "set-locale", ...words];
  if ((await runProgram(command, context, { ignore_retcode: false })).retcode === 0) return true;
  const file = "/etc/locale.conf";
  if (!existsSync(file)) await context.call("file.touch", [file]);
  await context.call("file.replace", [file, "^LANG=.*", `LANG=${wanted}`], { append_if_not_found: true });
  return true;
}
