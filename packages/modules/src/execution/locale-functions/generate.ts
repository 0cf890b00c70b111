/**
 * Making locales from their definitions.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, getString } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { LocaleName } from "./locale-name.js";
import { joinLocale, normalLocale, splitLocale } from "./locale-name.js";

const LIST = "/etc/locale.gen";

/** Makes a locale; true when that went well, or all of the program's result when `isVerbose`. */
export async function generateLocale(
  given: string,
  isVerbose: boolean,
  context: ExecutionContext,
): Promise<Plain> {
  const isUbuntu = getString(context.grains, "os") === "Ubuntu";
  const split = splitLocale(given);
  const name = split.charmap === "" && !isUbuntu ? { ...split, charmap: split.codeset } : split;
  const full = name === split ? given : joinLocale(name);
  if (!isSupported(full, name, context)) {
    context.log.error({ locale: full }, "there is no definition for the locale");
    return false;
  }
  await addToList(full, name, isUbuntu, context);
  const done = await runProgram(generator(full, name, isVerbose, context), context, {
    ignore_retcode: false,
  });
  return isVerbose ? { ...done } : succeeded(done);
}

function succeeded({ retcode }: ProgramResult): boolean {
  return retcode === 0;
}

function isSupported(full: string, name: LocaleName, context: ExecutionContext): boolean {
  const family = getString(context.grains, "os_family");
  if (getString(context.grains, "os") === "Debian" || family === "Gentoo") {
    const list = "/usr/share/i18n/SUPPORTED";
    if (!existsSync(list)) throw new CommandExecutionError(`File not found: ${list}`);
    return readFileSync(list, "utf8").split("\n").includes(full);
  }
  const folder = family === "Suse" ? "/usr/share/locale" : "/usr/share/i18n/locales";
  if (!existsSync(folder)) throw new CommandExecutionError(`Locale "${full}" is not available.`);
  return readdirSync(folder).includes(`${name.language}_${name.territory}`);
}

async function addToList(
  full: string,
  name: LocaleName,
  isUbuntu: boolean,
  context: ExecutionContext,
): Promise<void> {
  const pattern = full.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const options = { append_if_not_found: true };
  if (existsSync(LIST)) {
    await context.call("file.replace", [LIST, `^\\s*#\\s*${pattern}\\s*$`, `${full}\n`], options);
  } else if (isUbuntu) {
    const file = `/var/lib/locales/supported.d/${name.language}`;
    await context.call("file.touch", [file]);
    await context.call("file.replace", [file, pattern, full], options);
  }
}

function generator(
  full: string,
  name: LocaleName,
  isVerbose: boolean,
  { grains }: ExecutionContext,
): readonly string[] {
  const base = `${name.language}_${name.territory}`;
  if (findProgram("locale-gen") !== undefined) {
    const options = getString(grains, "os_family") === "Gentoo" ? ["--generate"] : [];
    return ["locale-gen", ...options, getString(grains, "os") === "Ubuntu" ? normalLocale(full) : full];
  }
  if (findProgram("localedef") === undefined) {
    throw new CommandExecutionError('Command "locale-gen" or "localedef" was not found on this system.');
  }
  const what = ["-i", base, "-f", name.codeset, `${base}.${name.codeset}`];
  return ["localedef", "--force", ...what, isVerbose ? "--verbose" : "--quiet"];
}
