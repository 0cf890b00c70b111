/**
 * The methods of lists and tuples.
 */

import { equals } from "../value/equality.js";
import { PyError, typeError, valueError } from "../value/errors.js";
import { bounds, Slice } from "../value/item.js";
import { iterate, truth } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { sorted } from "../value/sort.js";
import type { Val } from "../value/types.js";
import { int } from "./arguments.js";
import { type Method, method } from "./method.js";

function indexOf(kind: string, self: readonly Val[], item: Val, start: Val, stop: Val): number {
  const range = bounds(new Slice(start, stop, null), self.length);
  for (let at = range.start; at < range.stop; at++) if (equals(self[at], item)) return at;
  throw valueError(kind === "tuple" ? "tuple.index(x): x not in tuple" : `${repr(item)} is not in list`);
}

function count(self: readonly Val[], item: Val): number {
  return self.filter((each) => equals(each, item)).length;
}

function insert(self: Val[], at: Val, item: Val): null {
  const index = int(at);
  self.splice(index < 0 ? Math.max(0, self.length + index) : index, 0, item);
  return null;
}

function pop(self: Val[], at: Val): Val {
  if (self.length === 0) throw new PyError("IndexError", "pop from empty list");
  const index = int(at);
  const place = index < 0 ? index + self.length : index;
  if (place < 0 || place >= self.length) throw new PyError("IndexError", "pop index out of range");
  return self.splice(place, 1)[0];
}

function remove(self: Val[], item: Val): null {
  const at = self.findIndex((each) => equals(each, item));
  if (at < 0) throw valueError("list.remove(x): x not in list");
  self.splice(at, 1);
  return null;
}

function extend(self: Val[], items: Val): null {
  for (const item of Array.from(iterate(items))) self.push(item);
  return null;
}

function sort(self: Val[], key: Val, reverse: Val): null {
  if (key !== null) throw typeError("'key' must be a function of the template's");
  const result = sorted(self, truth(reverse));
  self.splice(0, self.length, ...result);
  return null;
}

/** The methods of `list`. */
export const LIST_METHODS: ReadonlyMap<string, Method<Val[]>> = new Map([
  method<Val[]>("append(object)", (self, item) => {
    self.push(item);
    return null;
  }),
  method<Val[]>("clear()", (self) => {
    self.length = 0;
    return null;
  }),
  method<Val[]>("copy()", (self) => Array.from(self)),
  method<Val[]>("count(value)", count),
  method<Val[]>("extend(iterable)", extend),
  method<Val[]>("index(value, start=0, stop=None)", (self, item, a, b) => indexOf("list", self, item, a, b)),
  method<Val[]>("insert(index, object)", insert),
  method<Val[]>("pop(index=-1)", pop),
  method<Val[]>("remove(value)", remove),
  method<Val[]>("reverse()", (self) => {
    self.reverse();
    return null;
  }),
  method<Val[]>("sort(key=None, reverse=False)", sort),
]);

/** The methods of `tuple`. */
export const TUPLE_METHODS: ReadonlyMap<string, Method<readonly Val[]>> = new Map([
  method<readonly Val[]>("count(value)", count),
  method<readonly Val[]>("index(value, start=0, stop=None)", (self, item, a, b) =>
    indexOf("tuple", self, item, a, b),
  ),
]);
