/**
 * Comparing two containers.
 */
import type { Dict, MutableDict, Plain, Value } from "@salt/core";
import { fn, getDict, isDict, isEqual, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import type { Engine } from "./engine/engine.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectContainer, inspectImage } from "./listing.js";
import { stringList } from "./translate/words.js";

const compare_containers = fn({
  doc: "What two containers are set up differently in.",
  examples: [
    "salt '*' docker.compare_containers foo bar",
    "salt '*' docker.compare_containers foo bar ignore=Hostname",
  ],
  params: {
    first: needed.any("One container."),
    second: needed.any("The other one."),
    ignore: maybe.any(null, "Settings to leave out, a list or with commas."),
  },
  run: async ({ first, second, ignore }, context) => {
    const engine = await openEngine(context);
    const ignored = isTruthy(ignore) ? stringList(ignore) : [];
    const pair = [await inspectContainer(engine, first), await inspectContainer(engine, second)] as const;
    const found: Record<string, Plain> = {};
    for (const part of ["Config", "HostConfig"]) {
      const [left, right] = [getDict(pair[0], part) ?? new Map(), getDict(pair[1], part) ?? new Map()];
      const sides = { left, right, names: [pythonStr(first), pythonStr(second)] as const };
      const changes = await compareParts(engine, sides, ignored);
      if (changes.size > 0) found[part] = changes;
    }
    return found;
  },
});

/** Functions that compare containers. */
export const compareFunctions = {
  compare_containers,
  compare_container: {
    ...compare_containers,
    doc: "What two containers are set up differently in: another name of `compare_containers`.",
  },
};

/** The same part of two containers. */
interface Sides {
  readonly left: Dict;
  readonly right: Dict;
  readonly names: readonly [string, string];
}

async function compareParts(engine: Engine, sides: Sides, ignored: readonly string[]): Promise<MutableDict> {
  const found: MutableDict = new Map<Value, Value>();
  for (const key of new Set([...sides.left.keys(), ...sides.right.keys()])) {
    const item = pythonStr(key);
    if (ignored.includes(item)) continue;
    const change = await difference(engine, item, sides);
    if (change === undefined) continue;
    found.set(
      item,
      new Map<Value, Value>([
        ["old", change[0]],
        ["new", change[1]],
      ]),
    );
  }
  return found;
}

/** The two values of a setting when they differ. */
async function difference(
  engine: Engine,
  item: string,
  { left, right, names }: Sides,
): Promise<readonly [Value, Value] | undefined> {
  const [old, now] = [left.get(item) ?? null, right.get(item) ?? null];
  // Nothing, false and empty are the same to the engine.
  if (item === "OomKillDisable" || old === null || now === null)
    return isTruthy(old) === isTruthy(now) ? undefined : [old, now];
  if (item === "Image") {
    const ids = [await imageId(engine, old), await imageId(engine, now)] as const;
    return isEqual(ids[0], ids[1]) ? undefined : ids;
  }
  const [before, after] = [ordered(item, old, names[0]), ordered(item, now, names[1])];
  return isEqual(before, after) ? undefined : [before, after];
}

async function imageId(engine: Engine, image: Value): Promise<Value> {
  return (await inspectImage(engine, image)).get("Id") ?? null;
}

function ordered(item: string, value: Value, name: string): Value {
  if (!isList(value)) return value;
  if (item === "Env") return value.map((one) => pythonStr(one)).sort();
  if (item === "Links") return value.map((one) => pythonStr(one).replace(`/${name}/`, "/")).sort();
  if (item !== "Ulimits") return value;
  const key = (limit: Value): string => (isDict(limit) ? pythonStr(limit.get("Name") ?? "") : "");
  return value.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
