/**
 * `file.keyvalue`: values by their keys in a file of settings.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isDict, isTrial, maybe, needed, pythonStr } from "@salt/core";
import { isSystemError } from "../../execution/file-functions/system-error.js";
import { textOf } from "../../execution/file-functions/text-file.js";
import { linesOf } from "../../text/lines.js";
import { done, failed, fileState, pathOf, planned, StateFault } from "./answer.js";
import { editSettings } from "./keyvalue.js";

export const keyvalueStates = {
  keyvalue: fileState({
    doc: "Makes sure that keys have values in a file of lines such as `key=value`.",
    params: {
      name: needed.str("The file."),
      key: maybe.any(null, "A key."),
      value: maybe.any(null, "Its value."),
      key_values: maybe.any(null, "Several keys with their values, in place of `key` and `value`."),
      separator: maybe.str("=", "What stands between a key and its value."),
      append_if_not_found: maybe.bool(false, "Add keys that are not there at the end."),
      prepend_if_not_found: maybe.bool(false, "Add them at the start."),
      search_only: maybe.bool(false, "Has no effect, as in Salt: use a trial to see what would change."),
      show_changes: maybe.bool(true, "Give the difference."),
      ignore_if_missing: maybe.bool(false, "Be content when there is no such file."),
      count: maybe.int(1, "How many lines of a key may stay; all of them with -1."),
      uncomment: maybe.str(null, "Marks of comments that are taken away from lines with a key."),
      key_ignore_case: maybe.bool(false, "Let upper and lower case of keys be the same."),
      value_ignore_case: maybe.bool(false, "Let upper and lower case of values be the same."),
    },
    run: (args, context) => {
      const name = pathOf(args.name, "keyvalue");
      const wanted = wantedValues(name, args.key, args.value, args.key_values);
      const lines = linesIn(name);
      if (lines === undefined) {
        const comment = `unable to open ${name}`;
        return args.ignore_if_missing ? done(name, comment) : failed(name, comment);
      }
      const edit = editSettings(lines, {
        ...args,
        wanted,
        separator: args.separator ?? "=",
        count: args.count ?? 1,
      });
      if (edit.changes === 0) return done(name, "");
      return answer(name, edit, args.show_changes, context);
    },
  }),
};

function wantedValues(name: string, key: Value, value: Value, keyValues: Value): Dict {
  if (key !== null && value !== null) {
    if (isDict(keyValues))
      throw new StateFault(name, "file.keyvalue can not combine key_values with key and value");
    return new Map([[pythonStr(key), value]]);
  }
  if (isDict(keyValues) && keyValues.size > 0) return keyValues;
  const isEmpty = keyValues === null || keyValues === "" || isDict(keyValues);
  const reason = isEmpty ? "is empty" : "is not a dictionary";
  throw new StateFault(name, `file.keyvalue key and value not supplied and key_values ${reason}`);
}

function linesIn(name: string): readonly string[] | undefined {
  try {
    // As Python opens texts, all ends of lines are the same.
    return linesOf(textOf(readFileSync(name)).replace(/\r\n?/g, "\n"));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

function answer(
  name: string,
  { changes, diff, lines }: ReturnType<typeof editSettings>,
  showChanges: boolean,
  context: ExecutionContext,
): StateAnswer {
  const told = showChanges ? { diff: diff.join("") } : {};
  if (isTrial(context)) {
    const comment = `File ${name} is set to be changed (${changes} lines)`;
    return planned(
      name,
      showChanges ? `${comment}\nPredicted diff:\n\r\t\t${diff.join("\r\t\t")}` : comment,
      told,
    );
  }
  try {
    writeFileSync(name, lines.join(""));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failed(name, `${name} not writable`, told);
  }
  return done(name, `Changed ${changes} lines`, told);
}
