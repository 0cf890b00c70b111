/**
 * Images that are not there.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { getList, isList, isTrial, isTruthy, maybe, pythonStr, stateFn } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";

export const absent = stateFn({
  doc: "Makes images not be there.",
  params: {
    name: maybe.any(null, "The image, unless `images` names some."),
    images: maybe.any(null, "A list of images."),
    force: maybe.bool(false, "Even when containers use them."),
  },
  run: async ({ name, images, force }, context) => {
    if (!isTruthy(name) && !isTruthy(images))
      return failed(name, "One of 'name' and 'images' must be provided");
    const targets = images === null ? [name] : isList(images) ? images : [images];
    const wanted = await tagsOf(targets, context);
    const [first = ""] = wanted;
    if (wanted.length === 0) {
      const told =
        targets.length === 1
          ? `Image ${pythonStr(name)} is not present`
          : "All specified images are not present";
      return unchanged(name, told);
    }
    const shown = wanted.join(", ");
    if (isTrial(context)) {
      const one = `Image ${first} will be removed`;
      return pending(name, wanted.length === 1 ? one : `The following images will be removed: ${shown}`);
    }
    const told = await context.call("docker.rmi", wanted, { force });
    const left = await context.call("docker.list_tags");
    const failures = wanted.filter((tag) => isList(left) && left.includes(tag));
    if (failures.length === 0) {
      const one = `Image ${first} was removed`;
      return changed(name, wanted.length === 1 ? one : `The following images were removed: ${shown}`, told);
    }
    if (failures.length < wanted.length)
      return failed(name, `The following image(s) failed to be removed: ${failures.join(", ")}`, told);
    const errors = (getList(told, "Errors") ?? []).map((error) => pythonStr(error));
    const why = errors.length > 0 ? `. The following errors were encountered: ${errors.join("; ")}` : "";
    return failed(name, `None of the specified images were removed${why}`);
  },
});

async function tagsOf(targets: readonly Value[], context: ExecutionContext): Promise<readonly string[]> {
  const found: string[] = [];
  for (const target of targets) {
    const tag = await context.call("docker.resolve_tag", [target]);
    if (tag !== false) found.push(pythonStr(tag));
  }
  return found;
}
