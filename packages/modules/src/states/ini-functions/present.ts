/**
 * `ini.options_present` and `ini.sections_present`.
 */
import type { Args, Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { dict, getDict, isDict, isList, isTrial, isTruthy, maybe, pythonStr } from "@salt/core";
import { answer } from "../answer/answer.js";
import { fileState } from "../file-functions/answer.js";
import type { IniFile } from "./ini-file.js";
import { callIni, iniParams, isSameText, NOTHING, orFileFault, readIni, TrialLines } from "./ini-file.js";

const optionsParams = {
  ...iniParams,
  sections: maybe.any(null, "Sections with their options; what is no map is an option without a section."),
  strict: maybe.bool(false, "Remove all that is not named."),
  no_spaces: maybe.bool(false, "Write no spaces around the separator."),
} as const;

type OptionsArguments = Args<typeof optionsParams>;

export const presentStates = {
  options_present: fileState({
    doc: "Makes sure that options have values in an ini file.",
    params: optionsParams,
    run: (args, context) =>
      orFileFault(args.name, async () => {
        if (!isDict(args.sections) || args.sections.size === 0)
          return answer(args.name, true, isTrial(context) ? "" : NOTHING);
        const wanted = split(args.sections);
        const now = split(await readIni(args, context));
        if (isTrial(context)) return planOptions(args, wanted, now);
        return await setOptions(args, wanted, now, context);
      }),
  }),
  sections_present: fileState({
    doc: "Makes sure that sections are in an ini file.",
    params: { ...iniParams, sections: maybe.any(null, "Their names.") },
    run: (args, context) =>
      orFileFault(args.name, async () => {
        const names = isDict(args.sections)
          ? [...args.sections.keys()]
          : isList(args.sections)
            ? args.sections
            : [];
        if (isTrial(context)) {
          const now = await readIni(args, context);
          const lines = new TrialLines();
          for (const name of names.map(pythonStr)) {
            if (now.has(name)) lines.same(`Section unchanged ${name}.`);
            else lines.change(`Created new section ${name}.`);
          }
          return lines.answer(args.name, "No changes detected.");
        }
        const sections = new Map(names.map((name): [Value, Value] => [name, new Map()]));
        const changes = await callIni("set_option", args, { sections }, context);
        return answer(args.name, true, "Changes take effect", changes);
      }),
  }),
};

/** Options without a section, and the others by section. */
interface IniParts {
  readonly top: Dict;
  readonly sections: ReadonlyMap<string, Dict>;
}

function split(all: Dict): IniParts {
  const sections = new Map<string, Dict>();
  const top: MutableDict = new Map();
  for (const [key, value] of all) {
    if (isDict(value)) sections.set(pythonStr(key), value);
    else top.set(key, value);
  }
  return { top, sections };
}

function without(all: ReadonlyMap<Value, unknown>, named: ReadonlyMap<Value, unknown>): readonly string[] {
  return [...all.keys()].filter((key) => !named.has(key)).map(pythonStr);
}

function planOptions({ name, strict }: OptionsArguments, wanted: IniParts, now: IniParts): StateAnswer {
  const lines = new TrialLines();
  const compare = (options: Dict, current: Dict | undefined, where: string): void => {
    for (const [option, value] of options) {
      if (isSameText(current?.get(option), value)) lines.same(`Unchanged key ${pythonStr(option)}${where}.`);
      else lines.change(`Changed key ${pythonStr(option)}${where}.`);
    }
  };
  compare(wanted.top, now.top, "");
  if (strict) {
    for (const option of without(now.top, wanted.top)) lines.change(`Removed key ${option}.`);
    for (const section of without(now.sections, wanted.sections)) lines.change(`Removed section ${section}.`);
  }
  for (const [section, options] of wanted.sections) {
    const current = now.sections.get(section);
    const where = section === "" ? "" : ` in section ${section}`;
    if (strict)
      for (const option of without(current ?? new Map(), options))
        lines.change(`Deleted key ${option}${where}.`);
    compare(options, current, where);
  }
  return lines.answer(name, "");
}

async function setOptions(
  args: OptionsArguments,
  wanted: IniParts,
  now: IniParts,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const changes: MutableDict = new Map();
  const set = async (sections: Dict): Promise<Dict> => {
    const found = await callIni("set_option", args, { sections, no_spaces: args.no_spaces }, context);
    return isDict(found) ? found : new Map();
  };
  for (const [key, change] of await set(wanted.top)) changes.set(key, change);
  if (args.strict) await removeOthers(args, wanted, now, changes, context);
  for (const [section, options] of wanted.sections) {
    const removed = args.strict
      ? await removeOptions(
          args,
          section,
          without(now.sections.get(section) ?? new Map(), options),
          now,
          context,
        )
      : new Map<Value, Value>();
    const updated = getDict(await set(new Map([[section, options]])), section) ?? [];
    const all = new Map([...removed, ...updated]);
    if (all.size > 0) changes.set(section, all);
  }
  const fault = changes.get("error");
  if (fault !== undefined) return answer(args.name, false, `Errors encountered. ${pythonStr(fault)}`);
  const told = new Map([...changes].filter(([, change]) => isTruthy(change)));
  return answer(args.name, true, told.size > 0 ? "Changes take effect" : NOTHING, told);
}

/** Removes options without a section and whole sections that are not named. */
async function removeOthers(
  file: IniFile,
  wanted: IniParts,
  now: IniParts,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  for (const option of without(now.top, wanted.top)) {
    await callIni("remove_option", file, { section: null, option }, context);
    changes.set(option, dict({ before: now.top.get(option), after: null }));
  }
  for (const section of without(now.sections, wanted.sections)) {
    await callIni("remove_section", file, { section }, context);
    changes.set(section, dict({ before: now.sections.get(section), after: null }));
  }
}

async function removeOptions(
  file: IniFile,
  section: string,
  options: readonly string[],
  now: IniParts,
  context: ExecutionContext,
): Promise<Map<Value, Value>> {
  const removed = new Map<Value, Value>();
  for (const option of options) {
    await callIni("remove_option", file, { section, option }, context);
    removed.set(option, dict({ before: now.sections.get(section)?.get(option) ?? null, after: null }));
  }
  return removed;
}
