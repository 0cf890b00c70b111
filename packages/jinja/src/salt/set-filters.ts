/**
 * Salt's set theory on lists and sets.
 */
import { filter } from "../filters/define.js";
import { difference, intersection, symmetricDifference, union } from "../methods/set-methods.js";
import { arithmetic } from "../value/arithmetic.js";
import { equals } from "../value/equality.js";
import { contains, iterate, listOf, setOf } from "../value/iterate.js";
import { PySet } from "../value/set.js";
import { isPlainList, type Val } from "../value/types.js";

/** Python's Hashable: what has a hash, at least by its type. */
export function isHashable(value: Val): boolean {
  return !(isPlainList(value) || value instanceof Map || (value instanceof PySet && !value.frozen));
}

function distinct(items: Iterable<Val>): Val[] {
  const out: Val[] = [];
  for (const item of items) if (!out.some((each) => equals(each, item))) out.push(item);
  return out;
}

function unique(value: Val): Val {
  return isHashable(value) ? setOf(iterate(value)) : distinct(iterate(value));
}

type SetOperation = (a: PySet, b: PySet) => PySet;

function setFilter(bySet: SetOperation, byList: (a: Val, b: Val) => Val[]): (a: Val, b: Val) => Val {
  return (a, b) =>
    isHashable(a) && isHashable(b) ? bySet(setOf(iterate(a)), setOf(iterate(b))) : byList(a, b);
}

const listUnion = (a: Val, b: Val): Val[] => distinct(iterate(arithmetic("+", a, b)));
const listIntersect = (a: Val, b: Val): Val[] => distinct(listOf(a).filter((item) => contains(b, item)));
const listDifference = (a: Val, b: Val): Val[] => distinct(listOf(a).filter((item) => !contains(b, item)));

function listSymmetric(a: Val, b: Val): Val[] {
  const shared = listIntersect(a, b);
  return listUnion(a, b).filter((item) => !shared.some((each) => equals(each, item)));
}

/** The filters. */
export const SET_FILTERS = [
  filter("unique", "unique(values)", (_, value) => unique(value)),
  filter("union", "union(lst1, lst2)", (_, a, b) => setFilter((x, y) => union(x, [y]), listUnion)(a, b)),
  filter("intersect", "intersect(lst1, lst2)", (_, a, b) =>
    setFilter((x, y) => intersection(x, [y]), listIntersect)(a, b),
  ),
  filter("difference", "difference(lst1, lst2)", (_, a, b) =>
    setFilter((x, y) => difference(x, [y]), listDifference)(a, b),
  ),
  filter("symmetric_difference", "symmetric_difference(lst1, lst2)", (_, a, b) =>
    setFilter(symmetricDifference, listSymmetric)(a, b),
  ),
];
