/**
 * Options in ini files.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Dict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  isDict,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { PythonError } from "../values/python-error.js";
import { fileFn, isSystemError, systemErrorText } from "./file-functions/system-error.js";
import type { IniChanges, IniDifference, IniPair, IniSection } from "./ini-functions/ini-text.js";
import { iniText, parseIni, updateSection } from "./ini-functions/ini-text.js";

const fileName = needed.str("The file.");
const section = needed.any("The section; empty for options before the first one.");
const separator = maybe.str("=", "What stands between names and values.");
const encoding = maybe.str(null, "How the file is encoded: UTF-8 when not given.");
const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  utf8: "utf8",
  ascii: "ascii",
  latin1: "latin1",
  iso88591: "latin1",
  utf16le: "utf16le",
};

export const ini = executionModule("ini_manage", {
  virtualName: "ini",
  doc: "Options in ini files.",
  functions: {
    set_option: fileFn({
      doc: "Sets options; gives what changed. Other options and comments stay.",
      examples: ["salt '*' ini.set_option /path/to/ini '{section_foo: {key: value}}'"],
      params: {
        file_name: fileName,
        sections: maybe.any(null, "Options by section; those that are no maps belong to no section."),
        separator,
        encoding,
        no_spaces: maybe.bool(false, "No blanks around the separator."),
      },
      run: (args): Plain => {
        const file = open(args);
        const wanted = isDict(args.sections) ? wantedOf(args.sections) : new Map();
        const changes = updateSection(file, wanted);
        save(args, file, args.no_spaces);
        return shownDifference(changes);
      },
    }),
    get_option: fileFn({
      doc: "The value of an option; nothing when it is not set.",
      examples: ["salt '*' ini.get_option /path/to/ini section_name option_name"],
      params: { file_name: fileName, section, option: needed.any("The option."), separator, encoding },
      run: (args): Plain => {
        const file = open(args);
        const place = isTruthy(args.section) ? file.entries.get(pythonStr(args.section)) : file;
        const value = typeof place === "object" ? place.entries.get(pythonStr(args.option)) : undefined;
        return typeof value === "object" ? shownSection(value, true) : (value ?? null);
      },
    }),
    remove_option: fileFn({
      doc: "Removes an option; gives the value that it had.",
      examples: ["salt '*' ini.remove_option /path/to/ini section_name option_name"],
      params: { file_name: fileName, section, option: needed.any("The option."), separator, encoding },
      run: (args): Plain => {
        const file = open(args);
        const found = file.entries.get(pythonStr(args.section));
        const place = typeof found === "object" ? found : file;
        const value = place.entries.get(pythonStr(args.option));
        place.entries.delete(pythonStr(args.option));
        save(args, file, false);
        return typeof value === "object" ? shownSection(value, true) : (value ?? null);
      },
    }),
    get_section: fileFn({
      doc: "The options of a section.",
      examples: ["salt '*' ini.get_section /path/to/ini section_name"],
      params: { file_name: fileName, section, separator, encoding },
      run: (args): Plain => {
        const found = open(args).entries.get(pythonStr(args.section));
        if (typeof found === "string")
          throw new PythonError("AttributeError", "'str' object has no attribute 'items'");
        return found === undefined ? {} : shownSection(found, false);
      },
    }),
    remove_section: fileFn({
      doc: "Removes a section; gives the options that it had.",
      examples: ["salt '*' ini.remove_section /path/to/ini section_name"],
      params: { file_name: fileName, section, separator, encoding },
      run: (args): Plain => {
        const file = open(args);
        const found = file.entries.get(pythonStr(args.section));
        if (typeof found !== "object") return null;
        file.entries.delete(pythonStr(args.section));
        save(args, file, false);
        return shownSection(found, false);
      },
    }),
    get_ini: fileFn({
      doc: "All options of a file by section.",
      examples: ["salt '*' ini.get_ini /path/to/ini"],
      params: { file_name: fileName, separator, encoding },
      run: (args): Plain => shownSection(open(args), false),
    }),
  },
});

interface Place {
  readonly file_name: string;
  readonly separator: string | null;
  readonly encoding: string | null;
}

function encodingOf({ encoding: name }: Place): BufferEncoding {
  const found = ENCODINGS[(name ?? "utf8").toLowerCase().replace(/[-_]/g, "")];
  if (found === undefined) {
    throw new SaltInvocationError(`encoding ${pythonStr(name)} is not known here`, {
      hint: `These are: ${Object.keys(ENCODINGS).join(", ")}.`,
    });
  }
  return found;
}

function open(place: Place): IniSection {
  const form = place.separator ?? "=";
  if (form === "") throw new SaltInvocationError("separator must not be empty");
  const encoding = encodingOf(place);
  if (!existsSync(place.file_name)) return parseIni("", form);
  try {
    return parseIni(splitLines(readFileSync(place.file_name, encoding)).join("\n"), form);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = systemErrorText(error);
    throw new CommandExecutionError(`Unable to open file '${place.file_name}'. Exception: ${reason}`);
  }
}

function save(place: Place, file: IniSection, noSpaces: boolean): void {
  try {
    writeFileSync(place.file_name, iniText(file, noSpaces), encodingOf(place));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = systemErrorText(error);
    throw new CommandExecutionError(`Unable to write file '${place.file_name}'. Exception: ${reason}`);
  }
}

function wantedOf(sections: Dict): IniChanges {
  const wanted = (value: Value) => (isDict(value) ? wantedOf(value) : pythonStr(value));
  return new Map([...sections].map(([key, value]) => [pythonStr(key), wanted(value)]));
}

function shownSection({ entries }: IniSection, withComments: boolean): Plain {
  const chosen = [...entries].filter(([key]) => withComments || !key.startsWith("#"));
  return new Map(
    chosen.map(([key, value]) => [
      key,
      typeof value === "string" ? value : shownSection(value, withComments),
    ]),
  );
}

function shownDifference(changes: IniDifference): Plain {
  return new Map(
    [...changes].map(([key, change]) => [
      key,
      change instanceof Map ? shownDifference(change) : shownPair(change),
    ]),
  );
}

function shownPair({ before, after }: IniPair): Plain {
  return { before, after: typeof after === "string" ? after : shownChanges(after) };
}

function shownChanges(changes: IniChanges): Plain {
  return new Map(
    [...changes].map(([key, value]) => [key, typeof value === "string" ? value : shownChanges(value)]),
  );
}
