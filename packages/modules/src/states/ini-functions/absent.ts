/**
 * `ini.options_absent` and `ini.sections_absent`.
 */
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isList, isTrial, isTruthy, maybe, pythonStr } from "@salt/core";
import { answer } from "../answer/answer.js";
import { fileState } from "../file-functions/answer.js";
import type { IniFile } from "./ini-file.js";
import { callIni, iniParams, NOTHING, orFileFault, readIni, TrialLines } from "./ini-file.js";

export const absentStates = {
  options_absent: fileState({
    doc: "Makes sure that options are not in an ini file.",
    params: {
      ...iniParams,
      sections: maybe.any(
        null,
        "Sections with lists of their options; a key without a list is an option itself.",
      ),
    },
    run: (args, context) =>
      orFileFault(args.name, async () => {
        const sections = isDict(args.sections) ? args.sections : new Map<Value, Value>();
        if (isTrial(context)) return await planOptions(args, sections, context);
        const changes: MutableDict = new Map();
        for (const [section, keys] of sections)
          await removeKeys(args, pythonStr(section), keys, changes, context);
        return removedAnswer(args.name, changes);
      }),
  }),
  sections_absent: fileState({
    doc: "Makes sure that sections are not in an ini file.",
    params: { ...iniParams, sections: maybe.any(null, "Their names.") },
    run: (args, context) =>
      orFileFault(args.name, async () => {
        const names = (
          isDict(args.sections) ? [...args.sections.keys()] : isList(args.sections) ? args.sections : []
        ).map(pythonStr);
        if (isTrial(context)) {
          const now = await readIni(args, context);
          const lines = new TrialLines();
          for (const name of names) {
            if (now.has(name)) lines.change(`Deleted section ${name}.`);
            else lines.same(`Section ${name} does not exist.`);
          }
          return lines.answer(args.name, "No changes detected.");
        }
        const changes: MutableDict = new Map();
        for (const section of names) {
          const old = await callIni("remove_section", args, { section }, context);
          if (isTruthy(old)) changes.set(section, old);
        }
        return removedAnswer(args.name, changes);
      }),
  }),
};

function removedAnswer(name: string, changes: MutableDict): StateAnswer {
  return answer(name, true, changes.size > 0 ? "Changes take effect" : NOTHING, changes);
}

async function removeKeys(
  file: IniFile,
  section: string,
  keys: Value,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  if (!isList(keys)) {
    const old = await callIni("remove_option", file, { section: null, option: section }, context);
    if (isTruthy(old)) changes.set(section, old);
    return;
  }
  const removed: MutableDict = new Map();
  for (const key of keys) {
    const old = await callIni("remove_option", file, { section, option: key }, context);
    if (isTruthy(old)) removed.set(key, old);
  }
  if (removed.size > 0) changes.set(section, removed);
}

async function planOptions(file: IniFile, sections: Dict, context: ExecutionContext): Promise<StateAnswer> {
  const now = await readIni(file, context);
  const lines = new TrialLines();
  const tell = (value: Value | undefined, key: string, where: string): void => {
    if (isTruthy(value)) lines.change(`Deleted key ${key}${where}.`);
    else lines.same(`Key ${key}${where} does not exist.`);
  };
  for (const [section, keys] of sections) {
    const name = pythonStr(section);
    const current = now.get(name);
    if (!isList(keys)) tell(isDict(current) ? undefined : current, name, "");
    else
      for (const key of keys)
        tell(
          isDict(current) ? current.get(key) : undefined,
          pythonStr(key),
          name === "" ? "" : ` in section ${name}`,
        );
  }
  return lines.answer(file.name, "No changes detected.");
}
