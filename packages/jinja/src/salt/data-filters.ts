/**
 * Salt's filters on lists and dicts.
 */
import { float, matchGlob } from "@salt/core";
import { filter, flag, soft } from "../filters/define.js";
import { extreme } from "../filters/list-filters.js";
import { parseDouble, parseInt10 } from "../filters/number-filters.js";
import { needText, toFloat } from "../filters/text-filters.js";
import { methodOf } from "../methods/table.js";
import { call } from "../runtime/call.js";
import type { FilterFunction } from "../runtime/environment.js";
import { arithmetic, asDouble, int as toInt } from "../value/arithmetic.js";
import { dictGet, dictSet } from "../value/dict.js";
import { equals } from "../value/equality.js";
import { PyError, typeError, valueError } from "../value/errors.js";
import { contains, iterate, length, listOf, maybeIterate, setOf, truth } from "../value/iterate.js";
import { PySet } from "../value/set.js";
import { sorted } from "../value/sort.js";
import { typeName } from "../value/type-name.js";
import {
  ABSENT,
  failUndefined,
  isFloat,
  isInt,
  isPlainList,
  isText,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import { search } from "./jmespath/evaluate.js";
import { KEY_FILTERS } from "./key-filters.js";
import { seededRandom } from "./python-random.js";
import { isHashable, SET_FILTERS } from "./set-filters.js";

function average(value: Val): Val {
  if (isHashable(value)) return float(toFloat(value));
  let total: Val = 0;
  for (const item of iterate(value)) total = arithmetic("+", total, item);
  return float(asDouble(arithmetic("/", total, length(value)) as number));
}

function flatten(value: Val, levels: Val, keepNulls: boolean, open: readonly Val[] = []): Val[] {
  if (open.includes(value))
    throw new PyError("RecursionError", "Reference cycle detected. Check input list.");
  const out: Val[] = [];
  for (const item of iterate(value)) {
    if (!keepNulls && (item === null || item === "None" || item === "null")) continue;
    const nested =
      !isText(item) && maybeIterate(item) !== undefined && (levels === null || Number(levels) >= 1);
    if (nested)
      out.push(...flatten(item, levels === null ? null : Number(levels) - 1, keepNulls, [...open, value]));
    else out.push(item);
  }
  return out;
}

function compareDicts(old: Val, fresh: Val): Val {
  const out = new Map<Val, Val>();
  const keys = setOf([fresh, old].flatMap((each) => (truth(each) ? listOf(each) : []))).values();
  const at = (dict: Val, key: Val): Val => {
    if (!contains(dict, key)) return "";
    if (dict instanceof Map) return dictGet(dict, key);
    throw isText(dict)
      ? typeError(`string indices must be integers, not '${typeName(key)}'`)
      : typeError(`'${typeName(dict)}' object is not subscriptable`);
  };
  for (const key of keys) {
    const [was, is] = [at(old, key), at(fresh, key)];
    if (!equals(was, is))
      out.set(
        key,
        new Map([
          ["old", was],
          ["new", is],
        ]),
      );
  }
  return out;
}

function compareLists(old: Val, fresh: Val): Val {
  const out = new Map<Val, Val>();
  const added = listOf(fresh).filter((item) => !contains(old, item));
  const removed = listOf(old).filter((item) => !contains(fresh, item));
  if (added.length > 0) out.set("new", added);
  if (removed.length > 0) out.set("old", removed);
  return out;
}

/** What Python says where anything but a text is looked for in a text. */
function notText(wanted: Val): PyError {
  return typeError(`'in <string>' requires string as left operand, not ${typeName(wanted)}`);
}

/** How many of the items are true decides. */
function exactlyTrue(value: Val, count: number): boolean {
  return listOf(value).filter(truth).length === count;
}

function allowed(value: Val, whitelist: Val, blacklist: Val): boolean {
  const patterns = (list: Val): Val[] => (truth(list) ? (isText(list) ? [list] : listOf(list)) : []);
  const matches = (list: Val[]): boolean => list.some((each) => matchGlob(soft(each), soft(value)));
  const [white, black] = [patterns(whitelist), patterns(blacklist)];
  if (matches(black)) return false;
  return white.length === 0 || matches(white);
}

function mysqlToDict(lines: Val, key: Val): Val {
  const out = new Map<Val, Val>();
  let headers: string[] | undefined;
  for (const line of listOf(lines).map(soft)) {
    if (line === "" || line.startsWith("+")) continue;
    const cells = line.split("|").map((cell) => cell.trim());
    if (headers === undefined) headers = cells;
    else {
      const row = new Map<Val, Val>();
      for (const [at, header] of headers.slice(1, -1).entries())
        row.set(header, numberOf(cells[at + 1] ?? ""));
      const found = dictGet(row, key);
      if (found === ABSENT) throw new PyError("KeyError", `'${soft(key)}'`);
      dictSet(out, found, row);
    }
  }
  return out;
}

/** A float's whole part; what is no number stays. Throws OverflowError for infinity. */
function wholeOf(value: Val): Val {
  const double = asDouble(value as number);
  if (Number.isNaN(double)) return value;
  if (Number.isFinite(double)) return toInt(BigInt(Math.trunc(double)));
  throw new PyError("OverflowError", "cannot convert float infinity to integer");
}

/** `to_num`: an int, else a float, else the text. */
function numberOf(value: Val): Val {
  if (isText(value)) {
    const double = parseDouble(textOf(value));
    return parseInt10(textOf(value)) ?? (double === undefined ? value : float(double));
  }
  if (isFloat(value)) return wholeOf(value);
  if (isInt(value) || typeof value === "boolean") return Number(value);
  throw typeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

function toBool(value: Val): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  if (isText(value)) return ["yes", "1", "true"].includes(textOf(value).toLowerCase());
  if (isInt(value)) return value > 0;
  return isHashable(value) ? false : length(value) > 0;
}

function sampled(value: Val, size: Val, seed: Val): Val[] {
  const items = listOf(value);
  const count = Number(size);
  if (count > items.length || count < 0) throw valueError("Sample larger than population or is negative");
  if (seed !== null) return seededRandom(seed).sample(items, count);
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [items[at], items[other]] = [items[other], items[at]];
  }
  return items.slice(0, count);
}

function maxMin(name: "max" | "min"): [string, FilterFunction] {
  return filter(name, `${name}(value)`, (_, value) => {
    const found = extreme(iterate(value), name === "max" ? 1 : -1);
    if (found === ABSENT) throw valueError(`${name}() arg is an empty sequence`);
    return found;
  });
}

const methodCall: FilterFunction = ({ state, escaping }, [value, name, ...args], kwargs) => {
  if (value instanceof Undefined) failUndefined(value);
  if (name === undefined) {
    throw typeError("method_call() missing 1 required positional argument: 'f_name'");
  }
  const method = methodOf(value, soft(name));
  return method === ABSENT ? null : call(state, method, args, kwargs, escaping);
};

/** The filters. */
export const DATA_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  ...KEY_FILTERS,
  maxMin("max"),
  maxMin("min"),
  ...SET_FILTERS,
  filter("avg", "lst_avg(lst)", (_, value) => average(value)),
  filter("flatten", "flatten(data, levels=None, preserve_nulls=False)", (_, value, levels, keep) =>
    flatten(value, levels, flag(keep)),
  ),
  filter("compare_dicts", "compare_dicts(old=None, new=None)", (_, old, fresh) => compareDicts(old, fresh)),
  filter("compare_lists", "compare_lists(old=None, new=None)", (_, old, fresh) => compareLists(old, fresh)),
  filter("exactly_n_true", "exactly_n(iterable, amount=1)", (_, value, count) =>
    exactlyTrue(value, Number(count)),
  ),
  filter("exactly_one_true", "exactly_one(iterable)", (_, value) => exactlyTrue(value, 1)),
  filter(
    "check_whitelist_blacklist",
    "check_whitelist_blacklist(value, whitelist=None, blacklist=None)",
    (_, v, w, b) => allowed(v, w, b),
  ),
  filter("mysql_to_dict", "mysql_to_dict(data, key)", (_, lines, key) => mysqlToDict(lines, key)),
  filter("to_num", "to_num(text)", (_, value) => numberOf(value)),
  filter("str_to_num", "to_num(text)", (_, value) => numberOf(value)),
  filter("to_bool", "to_bool(val)", (_, value) => toBool(value)),
  filter("sequence", "ensure_sequence_filter(data)", (_, value) =>
    Array.isArray(value) || value instanceof Map || value instanceof PySet ? value : [value],
  ),
  filter("is_list", "is_list(value)", (_, value) => isPlainList(value)),
  filter("is_iter", "is_iter(thing)", (_, value) =>
    value instanceof Undefined
      ? !value.strict || failUndefined(value)
      : !isText(value) && maybeIterate(value) !== undefined,
  ),
  filter("substring_in_list", "substr_in_list(string_to_search_for, list_to_search)", (_, wanted, list) =>
    listOf(list).some((item) => {
      if (isText(item) && wanted instanceof Undefined) throw notText(wanted);
      return contains(item, wanted);
    }),
  ),
  filter("sorted_ignorecase", "sorted_ignorecase(to_sort)", (_, value) =>
    sorted(iterate(value), false, (item) => needText(item, "lower").toLowerCase()),
  ),
  filter("random_sample", "sample(value, size, seed=None)", (_, value, size, seed) =>
    sampled(value, size, seed),
  ),
  filter("random_shuffle", "shuffle(value, seed=None)", (_, value, seed) =>
    sampled(value, length(value), seed),
  ),
  filter("json_query", "json_query(data, expr)", (_, value, expression) =>
    value instanceof Undefined && value.strict ? failUndefined(value) : search(soft(expression), value),
  ),
  filter("skip", "skip_filter(data)", () => ""),
  ["method_call", methodCall],
];
