/**
 * Functions that tell of images.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  get,
  getDict,
  getList,
  isDict,
  isInt,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { refuseOtherKeywords } from "../../values/keywords.js";
import type { Engine } from "./engine/engine.js";
import { resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { addSizes, imageTags, inspectImage, listContainers, listImages, localTime } from "./listing.js";

const name = needed.any("The image: its name, with a tag, or id.");

export const imageQueries = {
  images: fn({
    doc: "The images that have a tag, or with `all=True` all of them.",
    examples: ["salt '*' docker.images", "salt '*' docker.images all=True"],
    params: { verbose: maybe.bool(false, "Add what `inspect_image` tells.") },
    varkw: "kwargs",
    run: async ({ verbose }, context, { kwargs }) => {
      const engine = await openEngine(context);
      const found = await listImages(engine, isTruthy(kwargs.get("all")));
      for (const [id, image] of verbose ? found : [])
        if (isDict(image)) found.set(id, new Map([...image, ["Info", await inspectImage(engine, id)]]));
      return found;
    },
  }),
  inspect_image: fn({
    doc: "All that the engine tells of an image.",
    examples: ["salt '*' docker.inspect_image nginx"],
    params: { name },
    run: async (args, context) => await inspectImage(await openEngine(context), args.name),
  }),
  list_tags: fn({
    doc: "The tags of all images.",
    examples: ["salt '*' docker.list_tags"],
    run: async (_args, context) => await imageTags(await openEngine(context)),
  }),
  resolve_image_id: fn({
    doc: "The id of an image; false when there is none.",
    examples: ["salt '*' docker.resolve_image_id nginx"],
    params: { name },
    run: async (args, context) => {
      const image = await imageOrNone(await openEngine(context), args.name);
      return image?.get("Id") ?? false;
    },
  }),
  resolve_tag: fn({
    doc: "The first tag of an image, or all of them; its id when it has none, false when there is no such image.",
    examples: ["salt '*' docker.resolve_tag nginx", "salt '*' docker.resolve_tag nginx all=True"],
    params: { name },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["all"]);
      return await resolveTag(await openEngine(context), args.name, isTruthy(kwargs.get("all")));
    },
  }),
  history: fn({
    doc: "The steps by which an image was made, the oldest first.",
    examples: ["salt '*' docker.history nginx", "salt '*' docker.history nginx quiet=True"],
    params: { name, quiet: maybe.bool(false, "Only the commands.") },
    run: async (args, context) => {
      const steps = await imageHistory(await openEngine(context), args.name);
      const shown = steps.map(historyStep);
      return args.quiet ? shown.map((step) => step.get("Command") ?? null) : shown;
    },
  }),
  layers: fn({
    doc: "The short ids of the layers of an image, the oldest first.",
    examples: ["salt '*' docker.layers nginx"],
    params: { name },
    run: async (args, context) => {
      const engine = await openEngine(context);
      if ((await imageOrNone(engine, args.name)) === undefined)
        throw new CommandExecutionError(`Image '${pythonStr(args.name)}' not found`);
      const steps = await imageHistory(engine, args.name);
      return steps.map((step) => pythonStr(get(step, "Id") ?? "").replace(/^sha256:(.{12}).*/, "$1"));
    },
  }),
  depends: fn({
    doc: "Which containers and images are made of an image.",
    examples: ["salt '*' docker.depends myimage"],
    params: { name },
    run: async (args, context) => await dependents(await openEngine(context), args.name),
  }),
  search: fn({
    doc: "Looks for images in the registry.",
    examples: ["salt '*' docker.search debian", "salt '*' docker.search debian official=True"],
    params: {
      name: needed.str("What to look for."),
      official: maybe.bool(false, "Only official ones."),
      trusted: maybe.bool(false, "Only trusted ones."),
    },
    run: async ({ name: term, official, trusted }, context) => {
      const engine = await openEngine(context);
      const found = await engine.json({ action: "search", path: "/images/search", query: { term } });
      if (!isList(found) || found.length === 0)
        throw new CommandExecutionError(`No images matched the search string '${term}'`);
      const wanted = [...(official ? ["Official"] : []), ...(trusted ? ["Trusted"] : [])];
      return matches(found, wanted);
    },
  }),
};

/** Tags of an image, or its first one; its id when it has none, false when there is no such image. */
export async function resolveTag(engine: Engine, name: Value, all: boolean): Promise<Value> {
  const image = await imageOrNone(engine, name);
  if (image === undefined) return false;
  const tags = getList(image, "RepoTags") ?? [];
  if (tags.length > 0) return all ? tags : (tags[0] ?? null);
  const id = image.get("Id") ?? null;
  return all ? [id] : id;
}

/** Containers and images that are made of an image. Throws CommandExecutionError when there is no such image. */
export async function dependents(
  engine: Engine,
  name: Value,
): Promise<{ readonly Containers: readonly string[]; readonly Images: readonly string[] }> {
  const id = (await inspectImage(engine, name)).get("Id") ?? null;
  const containers = [...(await listContainers(engine, { all: true })).values()];
  const used = containers.filter((container) => get(container, "ImageID") === id);
  const images = [...(await listImages(engine, true))];
  return {
    Containers: used.flatMap((container) =>
      (getList(container, "Names") ?? []).map((one) => pythonStr(one).replace(/^\/+/, "")),
    ),
    Images: images
      .filter(([, image]) => get(image, "ParentId") === id)
      .map(([child]) => pythonStr(child).slice(0, 12)),
  };
}

async function imageOrNone(engine: Engine, name: Value): Promise<Dict | undefined> {
  try {
    return await inspectImage(engine, name);
  } catch (error) {
    if (error instanceof CommandExecutionError) return undefined;
    throw error;
  }
}

async function imageHistory(engine: Engine, name: Value): Promise<readonly Value[]> {
  const steps = await engine.json({ action: "history", path: resource`/images/${name}/history` });
  return isList(steps) ? steps.toReversed() : [];
}

function historyStep(step: Value): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [key, value] of isDict(step) ? step : []) {
    if (key === "CreatedBy") found.set("Command", commandOf(pythonStr(value ?? "")));
    else found.set(key === "Created" ? "Time_Created_Epoch" : key, value);
  }
  const created = found.get("Time_Created_Epoch") ?? null;
  if (isInt(created)) found.set("Time_Created_Local", localTime(Number(created)));
  return addSizes(found, ["Size"]);
}

function commandOf(text: string): string {
  return text === "" ? "FROM scratch" : text.replace(/^\/bin\/sh -c (?:#\(nop\) )?/, "");
}

const SEARCH_KEYS: Readonly<Record<string, string>> = {
  description: "Description",
  is_official: "Official",
  is_trusted: "Trusted",
  star_count: "Stars",
};

function matches(found: readonly Value[], wanted: readonly string[]): MutableDict {
  const results: MutableDict = new Map<Value, Value>();
  for (const item of found) {
    const name = get(item, "name");
    if (!isDict(item) || name === undefined) continue;
    const facts = [...item].filter(([key]) => key !== "name");
    results.set(name, new Map(facts.map(([key, value]) => [SEARCH_KEYS[pythonStr(key)] ?? key, value])));
  }
  if (wanted.length === 0) return results;
  return new Map(
    [...results].filter(([name]) =>
      wanted.some((key) => isTruthy(get(getDict(results, pythonStr(name)), key))),
    ),
  );
}
