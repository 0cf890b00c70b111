/**
 * The methods of sets.
 */
import { PyError } from "../value/errors.js";
import { iterate, setOf } from "../value/iterate.js";
import { canonicalKey } from "../value/key.js";
import { repr } from "../value/repr.js";
import { PySet } from "../value/set.js";
import type { Val } from "../value/types.js";
import { type Method, method } from "./method.js";

type Members = Map<unknown, Val>;

function others(args: readonly Val[]): PySet[] {
  return args.map((each) => (each instanceof PySet ? each : setOf(iterate(each))));
}

/** The union of sets. */
export function union(self: PySet, rest: readonly PySet[]): PySet {
  const members: Members = new Map(self.members);
  for (const each of rest) {
    for (const [key, value] of each.members) if (!members.has(key)) members.set(key, value);
  }
  return new PySet(members);
}

/** The members that are in all sets. */
export function intersection(self: PySet, rest: readonly PySet[]): PySet {
  return new PySet(new Map([...self.members].filter(([key]) => rest.every((each) => each.members.has(key)))));
}

/** The members that are in none of the others. */
export function difference(self: PySet, rest: readonly PySet[]): PySet {
  return new PySet(new Map([...self.members].filter(([key]) => !rest.some((each) => each.members.has(key)))));
}

/** The members that are in one of two sets but not both. */
export function symmetricDifference(self: PySet, other: PySet): PySet {
  return union(difference(self, [other]), [difference(other, [self])]);
}

function discard(self: PySet, item: Val): boolean {
  return self.members.delete(canonicalKey(item));
}

function pop(self: PySet): Val {
  const [first] = self.values();
  if (self.size === 0) throw new PyError("KeyError", "'pop from an empty set'");
  discard(self, first);
  return first;
}

function isSubset(a: PySet, b: PySet): boolean {
  return [...a.members.keys()].every((key) => b.members.has(key));
}

/** The methods of `set`. */
export const SET_METHODS: ReadonlyMap<string, Method<PySet>> = new Map<string, Method<PySet>>([
  method<PySet>("add(element)", (self, item) => {
    const key = canonicalKey(item);
    if (!self.members.has(key)) self.members.set(key, item);
    return null;
  }),
  method<PySet>("clear()", (self) => {
    self.members.clear();
    return null;
  }),
  method<PySet>("copy()", (self) => new PySet(new Map(self.members))),
  method<PySet>("discard(element)", (self, item) => {
    discard(self, item);
    return null;
  }),
  method<PySet>("remove(element)", (self, item) => {
    if (!discard(self, item)) throw new PyError("KeyError", repr(item));
    return null;
  }),
  method<PySet>("pop()", pop),
  ["union", (self, args) => union(self, others(args))],
  ["intersection", (self, args) => intersection(self, others(args))],
  ["difference", (self, args) => difference(self, others(args))],
  method<PySet>("symmetric_difference(other)", (self, other) =>
    symmetricDifference(self, others([other])[0] ?? new PySet()),
  ),
  ["isdisjoint", (self, args) => intersection(self, others(args)).size === 0],
  ["issubset", (self, args) => others(args).every((other) => isSubset(self, other))],
  ["issuperset", (self, args) => others(args).every((other) => isSubset(other, self))],
  [
    "update",
    (self, args) => {
      for (const [key, value] of union(self, others(args)).members) self.members.set(key, value);
      return null;
    },
  ],
]);
