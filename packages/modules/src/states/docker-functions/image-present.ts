/**
 * An image that is there.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  getDict,
  getList,
  getString,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
} from "@salt/core";
import { EngineRefusal } from "../../execution/docker-functions/engine/engine-call.js";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import { clientTimeout } from "./container-arguments.js";

const BUILD_ARGUMENTS = ["cache", "rm", "api_response", "buildargs"];

export const present = stateFn({
  doc: "Makes an image be there: fetched, built of a directory, or loaded of an archive.",
  params: {
    name: needed.any("The image, with a tag unless `tag` has it."),
    tag: maybe.any(null, "The tag; needed with `build` and `load`."),
    build: maybe.any(null, "The directory with a Dockerfile to build it of."),
    load: maybe.any(null, "The archive that holds it."),
    force: maybe.bool(false, "Fetch, build or load it even when it is there."),
    insecure_registry: maybe.bool(
      false,
      "Refused when true: the engine's own configuration says which are insecure.",
    ),
    client_timeout: clientTimeout,
    dockerfile: maybe.any(null, "The Dockerfile when it is called otherwise."),
    sls: maybe.any(null, "Refused: an image is not made of SLS files here."),
    kwargs: maybe.any(null, "Further arguments of `docker.build`, a map."),
  },
  run: async (args, context) => {
    const name = pythonStr(args.name);
    const { tag, build, load, sls, force } = args;
    if ([build, load, sls].filter((way) => way !== null).length > 1)
      return failed(name, "Only one of 'build', 'load', or 'sls' is permitted.");
    if (sls !== null)
      return failed(name, "The 'sls' argument is not supported: use 'build' with a Dockerfile");
    const isMade = build !== null || load !== null;
    if (isMade && !isTruthy(tag))
      return failed(name, "The 'tag' argument is required if any one of 'build', 'load', or 'sls' is used.");
    const image = isTruthy(tag) ? `${name}:${pythonStr(tag)}` : name;
    const current = await currentImage(image, context);
    if (current instanceof EngineRefusal) return failed(name, current.message);
    if (current !== undefined && !force) return unchanged(name, `Image ${image} already present`);
    const action = build !== null ? "built" : load !== null ? "loaded" : "pulled";
    if (isTrial(context)) return pending(name, `Image ${image} will be ${action}`);
    return await bring({ ...args, name, image, action, current }, context);
  },
});

interface ImageWish {
  readonly name: string;
  readonly tag: Value;
  readonly image: string;
  readonly action: "built" | "loaded" | "pulled";
  readonly build: Value;
  readonly load: Value;
  readonly insecure_registry: boolean;
  readonly client_timeout: Value;
  readonly dockerfile: Value;
  readonly kwargs: Value;
  /** What was told of the image before. */
  readonly current: Value | undefined;
}

/** What is told of an image; undefined when there is none. */
async function currentImage(
  image: string,
  context: ExecutionContext,
): Promise<Value | EngineRefusal | undefined> {
  try {
    return await context.call("docker.inspect_image", [image]);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return error.status === 404 ? undefined : error;
  }
}

async function bring(wish: ImageWish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, image, action, current } = wish;
  let update: Value;
  try {
    update = await fetched(wish, context);
  } catch (error) {
    return failed(name, `Encountered error ${doing(wish)}: ${errorText(error)}`);
  }
  const changes = hasChanged(wish, update) ? update : {};
  const now = await currentImage(image, context);
  if (now === undefined || now instanceof EngineRefusal) {
    const why = now === undefined ? "it is not there" : now.message;
    const told = getList(update, "Errors")?.map((one) => pythonStr(one)) ?? [];
    const comment = `Failed to inspect image '${image}' after it was ${action}: ${[why, ...told].join("; ")}`;
    return failed(name, comment, current === undefined ? {} : changes);
  }
  if (!hasChanged(wish, update))
    return answer(name, true, `Image '${shownName(wish)}' was ${action}, but there were no changes`);
  return changed(name, `Image '${image}' was ${action}`, changes);
}

function shownName({ name, image, action }: ImageWish): string {
  return action === "pulled" ? image : name;
}

function doing({ action, build, load, image }: ImageWish): string {
  if (action === "built") return `building ${pythonStr(build)} as ${image}`;
  return action === "loaded" ? `loading ${pythonStr(load)} as ${image}` : `pulling ${image}`;
}

async function fetched(wish: ImageWish, context: ExecutionContext): Promise<Value> {
  const { action, name, tag, image, insecure_registry, client_timeout, dockerfile } = wish;
  if (action === "pulled")
    return await context.call("docker.pull", [image], { insecure_registry, client_timeout });
  if (action === "loaded") return await context.call("docker.load", [wish.load], { repository: name, tag });
  const more = getDict(new Map<Value, Value>([["more", wish.kwargs]]), "more") ?? new Map<Value, Value>();
  const other = [...more.keys()].find((key) => !BUILD_ARGUMENTS.includes(pythonStr(key)));
  if (other !== undefined) throw new CommandExecutionError(`'${pythonStr(other)}' is no argument of a build`);
  return await context.call("docker.build", [wish.build], {
    ...Object.fromEntries(more),
    repository: name,
    tag,
    dockerfile,
  });
}

function hasChanged({ action, current }: ImageWish, update: Value): boolean {
  if (current === undefined) return true;
  const layers = getDict(update, "Layers");
  if (action === "loaded") return (getList(update, "Layers") ?? []).length > 0;
  if (action === "pulled") return (getList(layers, "Pulled") ?? []).length > 0;
  const id = pythonStr(get(update, "Id") ?? "");
  return !(getString(current, "Id") ?? "").replace("sha256:", "").startsWith(id);
}
