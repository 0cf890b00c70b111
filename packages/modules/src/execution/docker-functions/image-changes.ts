/**
 * Functions that make, tag and remove images.
 */
import type { Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import type { BuildWish } from "./build.js";
import { buildImage } from "./build.js";
import { elapsed } from "./elapsed.js";
import type { Engine } from "./engine/engine.js";
import { asDict, EngineRefusal, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { dependents, resolveTag } from "./image-queries.js";
import { imageTags, inspectImage, listImages, topLevelImages } from "./listing.js";

const name = needed.any("The image: its name, with a tag, or id.");

export const imageChanges = {
  build: fn({
    doc: "Builds an image of a directory with a Dockerfile, or of an address of the web or git.",
    examples: ["salt '*' docker.build /path/to/build/dir repository=myimage tag=1"],
    params: {
      path: maybe.any(null, "The directory or address."),
      repository: maybe.any(null, "The name of the image, with a tag."),
      tag: maybe.any(null, "Its tag, with a name."),
      cache: maybe.bool(true, "Use what earlier builds made."),
      rm: maybe.bool(true, "Remove the containers in which steps ran."),
      api_response: maybe.bool(false, "Add what the engine reported."),
      fileobj: maybe.any(null, "Refused: a Dockerfile as a file object exists in Python only."),
      dockerfile: maybe.any(null, "The Dockerfile when it is called otherwise, below the directory."),
      buildargs: maybe.any(null, "Values of ARG instructions, a map."),
    },
    run: async (args, context) => {
      const wish: BuildWish = { ...args, image: imageName(args.repository, args.tag) };
      if (args.fileobj !== null)
        throw new SaltInvocationError("fileobj is not served: name the directory by path");
      const engine = await openEngine(context);
      const built = await buildImage(engine, wish, context);
      const tags = await resolveTag(engine, built.id, true);
      return {
        Time_Elapsed: built.elapsed,
        Id: built.id,
        ...(isTruthy(tags) ? { Image: tags } : { Warning: `Failed to tag image as ${wish.image}` }),
        ...(args.api_response ? { API_Response: built.events } : {}),
        ...(args.rm || built.containers.length === 0 ? {} : { Intermediate_Containers: built.containers }),
      };
    },
  }),
  commit: fn({
    doc: "Makes an image of a container as it is now.",
    examples: ["salt '*' docker.commit mycontainer myuser/myimage mytag"],
    params: {
      name: needed.any("The container."),
      repository: needed.any("The name of the image."),
      tag: maybe.any("latest", "Its tag."),
      message: maybe.any(null, "What changed."),
      author: maybe.any(null, "Who did it."),
    },
    run: async ({ name: container, repository, tag, message, author }, context) => {
      const engine = await openEngine(context);
      const started = performance.now();
      const query = { container, repo: repository, tag, comment: message, author, pause: true };
      const call = {
        action: "commit",
        method: "POST",
        path: "/commit",
        query,
        body: null,
        timeout: null,
      } as const;
      const answer = asDict(await engine.json(call), call.action);
      const id = answer.get("Id") ?? answer.get("id") ?? answer.get("ID");
      if (id === undefined) throw new CommandExecutionError("No image ID was returned in API response");
      return { Time_Elapsed: elapsed(started), Id: id };
    },
  }),
  tag: fn({
    doc: "Gives an image one more name; true when the engine said so.",
    examples: ["salt '*' docker.tag 0123456789ab myrepo/mycontainer mytag"],
    params: {
      name,
      repository: needed.any("The further name."),
      tag: maybe.any("latest", "Its tag."),
      force: maybe.bool(false, "Take the name from another image."),
    },
    run: async ({ name: which, ...wish }, context) => {
      const engine = await openEngine(context);
      return await tagImage(engine, (await inspectImage(engine, which)).get("Id") ?? null, wish);
    },
  }),
  rmi: fn({
    doc: "Removes images; also: `force`, and `prune=False` to keep parents without a tag.",
    examples: ["salt '*' docker.rmi busybox", "salt '*' docker.rmi busybox force=True"],
    varargs: "names",
    varkw: "kwargs",
    run: async (_args, context, { args: names, kwargs }) => {
      const engine = await openEngine(context);
      const force = isTruthy(kwargs.get("force"));
      return await removeImages(engine, names, { force, noprune: !isTruthy(kwargs.get("prune") ?? true) });
    },
  }),
  dangling: fn({
    doc: "The images that have no tag and of which no other is made; with `prune`, removes them.",
    examples: ["salt '*' docker.dangling", "salt '*' docker.dangling prune=True"],
    params: {
      prune: maybe.bool(false, "Remove them."),
      force: maybe.bool(false, "Even when containers use them."),
    },
    run: async ({ prune, force }, context) => {
      const engine = await openEngine(context);
      const images = await listImages(engine, true);
      const tagged = await listImages(engine, false);
      const found = topLevelImages(images).filter((id) => !tagged.has(id));
      if (!prune) return found.map((id) => id.slice(0, 12));
      const removed: Record<string, Plain> = {};
      for (const id of found) removed[id.slice(0, 12)] = await removeDangling(engine, id, force);
      return removed;
    },
  }),
};

/** Gives an image one more name; true when the engine said so. Throws CommandExecutionError. */
export async function tagImage(
  engine: Engine,
  id: Value,
  { repository, tag, force }: { readonly repository: Value; readonly tag: Value; readonly force: boolean },
): Promise<boolean> {
  const path = resource`/images/${id}/tag`;
  const query = { tag: pythonStr(tag), repo: pythonStr(repository), force };
  const call = { action: "tag", method: "POST", path, query } as const;
  return await engine.exchange(call, async (answer) => answer.statusCode === 201);
}

function imageName(repository: Value, tag: Value): string | undefined {
  if (!isTruthy(repository) && isTruthy(tag))
    throw new SaltInvocationError("If tagging, both a repository and tag are required");
  return isTruthy(repository) && isTruthy(tag) ? `${pythonStr(repository)}:${pythonStr(tag)}` : undefined;
}

interface Removal {
  readonly force: boolean;
  readonly noprune: boolean;
}

async function removeImages(
  engine: Engine,
  names: readonly Value[],
  removal: Removal,
): Promise<{ readonly [name: string]: Plain }> {
  const [imagesBefore, tagsBefore] = [await listImages(engine, true), await imageTags(engine)];
  const errors: string[] = [];
  for (const name of names) errors.push(...(await removeImage(engine, name, removal)));
  const [images, tags] = [await listImages(engine, true), await imageTags(engine)];
  return {
    Layers: [...imagesBefore.keys()].filter((id) => !images.has(id)),
    Tags: tagsBefore.filter((tag) => !tags.includes(tag)),
    retcode: errors.length > 0 ? 1 : 0,
    ...(errors.length > 0 ? { Errors: errors } : {}),
  };
}

/** Removes an image; what the engine has against it. */
async function removeImage(engine: Engine, name: Value, removal: Removal): Promise<readonly string[]> {
  const id = (await inspectImage(engine, name)).get("Id") ?? null;
  const query = { force: removal.force, noprune: removal.noprune };
  try {
    await engine.json({ action: "remove_image", method: "DELETE", path: resource`/images/${id}`, query });
    return [];
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return error.status === 409 ? [error.explanation, ...(await usersOf(engine, name))] : [error.message];
  }
}

async function usersOf(engine: Engine, name: Value): Promise<readonly string[]> {
  const { Containers: containers, Images: images } = await dependents(engine, name);
  const users = [
    ...(containers.length > 0 ? [`container(s): ${containers.join(", ")}`] : []),
    ...(images.length > 0 ? [`image(s): ${images.join(", ")}`] : []),
  ];
  return users.length > 0 ? [`Image is in use by ${users.join(" and ")}`] : [];
}

async function removeDangling(engine: Engine, id: string, force: boolean): Promise<Plain> {
  try {
    return { Removed: await removeImages(engine, [id], { force, noprune: false }) };
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return { Comment: errorText(error), Removed: false };
  }
}
