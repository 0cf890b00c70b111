/**
 * Salt's filters that reach into nested dicts by a path of keys.
 */
import { float } from "@salt/core";
import { defined, filter, flag, soft } from "../filters/define.js";
import { parseDouble, parseInt10 } from "../filters/number-filters.js";
import type { FilterFunction } from "../runtime/environment.js";
import { addPairs } from "../runtime/namespace.js";
import { dictGet, dictSet } from "../value/dict.js";
import { PyError, typeError } from "../value/errors.js";
import { iterate, maybeIterate } from "../value/iterate.js";
import { classText, typeName } from "../value/type-name.js";
import { ABSENT, isInt, isPlainList, isText, OrderedDict, textOf, type Val } from "../value/types.js";

/** Text as YAML would read a key: an int, a float, a bool or itself. */
function looseKey(key: Val): Val {
  if (!isText(key)) return key;
  const text = textOf(key);
  const whole = parseInt10(text);
  if (whole !== undefined) return whole;
  if (/^(true|yes|on)$/i.test(text)) return true;
  if (/^(false|no|off)$/i.test(text)) return false;
  const double = parseDouble(text);
  return double === undefined ? text : float(double);
}

function stepInto(value: Val, key: Val): Val {
  if (isPlainList(value)) {
    const index = isInt(key) ? Number(key) : parseInt10(soft(key));
    const wanted = index ?? key;
    for (const item of value) {
      const found = item instanceof Map ? dictGet(item, wanted) : ABSENT;
      if (found !== ABSENT) return found;
    }
    return index === undefined ? ABSENT : (value.at(Number(index)) ?? ABSENT);
  }
  if (!(value instanceof Map)) return ABSENT;
  const found = dictGet(value, key);
  return found === ABSENT ? dictGet(value, looseKey(key)) : found;
}

/** `traverse_dict_and_list`: a value by a path of keys and indexes. */
function traverse(value: Val, path: Val, fallback: Val, delimiter: Val): Val {
  const keys: Iterable<Val> = isText(path)
    ? textOf(path).split(soft(delimiter))
    : isInt(path)
      ? [path]
      : iterate(path);
  let at = value;
  for (const key of keys) {
    at = stepInto(at, key);
    if (at === ABSENT) return fallback;
  }
  return at;
}

/** The dict that the last key of a path belongs to; the ones on the way are made. */
function lastDict(root: Val, path: string, delimiter: string, makeOrdered: boolean): [Map<Val, Val>, string] {
  const keys = path.split(delimiter);
  const last = keys.pop() ?? "";
  let at = root as Map<Val, Val>;
  for (const key of keys) {
    const found = dictGet(at, key);
    const next = found instanceof Map ? found : makeOrdered ? new OrderedDict() : new Map<Val, Val>();
    if (next !== found) dictSet(at, key, next);
    at = next;
  }
  return [at, last];
}

type Change = (current: Val, value: Val, ordered: boolean) => Val;

function keyFilter(name: string, change: Change): [string, FilterFunction] {
  return filter(
    `${name}_dict_key_value`,
    `${name}_dict_key_value(in_dict, keys, value, delimiter=':', ordered_dict=False)`,
    (_, root, keys, value, delimiter, ordered) => {
      if (isText(root)) throw typeError("string indices must be integers, not 'str'");
      if (!(root instanceof Map))
        throw typeError(`'${typeName(root)}' object does not support item assignment`);
      const [dict, last] = lastDict(root, soft(keys), soft(delimiter), flag(ordered));
      const found = dictGet(dict, last);
      dictSet(dict, last, change(found === ABSENT ? null : found, value, flag(ordered)));
      return root;
    },
  );
}

function invocationError(message: string): PyError {
  return new PyError("SaltInvocationError", message);
}

function updated(current: Val, value: Val, ordered: boolean): Val {
  const target = current ?? (ordered ? new OrderedDict() : new Map<Val, Val>());
  if (!(target instanceof Map)) {
    throw invocationError(`The last key contains a ${classText(target)}, which cannot update.`);
  }
  try {
    if (value instanceof Map) for (const [key, item] of value) dictSet(target, key, item);
    else addPairs(target, value);
  } catch (error) {
    if (!(error instanceof PyError)) throw error;
    throw invocationError(`Cannot update ${classText(target)} with a ${classText(value)}.`);
  }
  return target;
}

function appended(current: Val, value: Val): Val {
  const target = current ?? [];
  if (!isPlainList(target))
    throw invocationError(`The last key contains a ${classText(target)}, which cannot append.`);
  target.push(value);
  return target;
}

function extended(current: Val, value: Val): Val {
  const target = current ?? [];
  if (!isPlainList(target))
    throw invocationError(`The last key contains a ${classText(target)}, which cannot extend.`);
  const items = maybeIterate(value);
  if (items === undefined)
    throw invocationError(`Cannot extend ${classText(target)} with a ${classText(value)}.`);
  target.push(...items);
  return target;
}

/** The filters. */
export const KEY_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  filter("traverse", "traverse_dict_and_list(data, key, default=None, delimiter=':')", (_, ...args) =>
    traverse(defined(args[0]), args[1], args[2], args[3]),
  ),
  keyFilter("set", (_current, value) => value),
  keyFilter("update", updated),
  keyFilter("append", appended),
  keyFilter("extend", extended),
];
