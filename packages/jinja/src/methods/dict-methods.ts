/**
 * The methods of dicts.
 */
import { addPairs } from "../runtime/namespace.js";
import { dictDelete, dictGet, dictHas, dictSet } from "../value/dict.js";
import { PyError, typeError } from "../value/errors.js";
import { iterate, truth } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { ABSENT, DictView, type Kwargs, OrderedDict, tuple, type Val } from "../value/types.js";
import { type Method, method } from "./method.js";

type Dict = Map<Val, Val>;

function pop(self: Dict, args: readonly Val[]): Val {
  if (args.length < 1) throw typeError("pop expected at least 1 argument, got 0");
  const [key, fallback] = args;
  const found = dictGet(self, key);
  if (found !== ABSENT) {
    dictDelete(self, key);
    return found;
  }
  if (args.length > 1) return fallback;
  throw new PyError("KeyError", repr(key));
}

function popItem(self: Dict): Val {
  const last = [...self].at(-1);
  if (last === undefined) throw new PyError("KeyError", "'popitem(): dictionary is empty'");
  dictDelete(self, last[0]);
  return tuple(last);
}

function update(self: Dict, args: readonly Val[], kwargs: Kwargs): null {
  if (args.length > 1) throw typeError(`update expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source instanceof Map) for (const [key, value] of source) dictSet(self, key, value);
  else if (args.length > 0) addPairs(self, source);
  for (const [key, value] of kwargs) dictSet(self, key, value);
  return null;
}

function setDefault(self: Dict, key: Val, value: Val): Val {
  const found = dictGet(self, key);
  if (found !== ABSENT) return found;
  dictSet(self, key, value);
  return value;
}

function fromKeys(keys: Val, value: Val): Dict {
  const out: Dict = new Map();
  for (const key of iterate(keys)) dictSet(out, key, value);
  return out;
}

/** A shallow copy of the same kind. */
function copyDict(self: ReadonlyMap<Val, Val>): Dict {
  return self instanceof OrderedDict ? new OrderedDict(self) : new Map(self);
}

/** The methods of `dict`. */
export const DICT_METHODS: ReadonlyMap<string, Method<Dict>> = new Map([
  method<Dict>("get(key, default=None)", (self, key, fallback) => {
    const found = dictGet(self, key);
    return found === ABSENT ? fallback : found;
  }),
  method<Dict>("items()", (self) => new DictView("items", self)),
  method<Dict>("keys()", (self) => new DictView("keys", self)),
  method<Dict>("values()", (self) => new DictView("values", self)),
  method<Dict>("clear()", (self) => {
    self.clear();
    return null;
  }),
  method<Dict>("copy()", copyDict),
  method<Dict>("fromkeys(iterable, value=None)", (_self, keys, value) => fromKeys(keys, value)),
  ["pop", pop],
  method<Dict>("popitem()", popItem),
  method<Dict>("setdefault(key, default=None)", setDefault),
  ["update", update],
]);

function moveToEnd(self: Dict, key: Val, last: Val): null {
  if (!dictHas(self, key)) throw new PyError("KeyError", repr(key));
  const value = dictGet(self, key);
  const rest = [...self].filter(([each]) => each !== key);
  self.clear();
  const entries: [Val, Val][] = truth(last) ? [...rest, [key, value]] : [[key, value], ...rest];
  for (const [each, item] of entries) self.set(each, item);
  return null;
}

/** What OrderedDict has beside the methods of `dict`. */
export const ORDERED_DICT_METHODS: ReadonlyMap<string, Method<Dict>> = new Map([
  method<Dict>("move_to_end(key, last=True)", moveToEnd),
]);
