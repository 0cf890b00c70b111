/**
 * Functions that bring images to this machine and away from it.
 */
import { createReadStream } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  getString,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { elapsed } from "./elapsed.js";
import type { Engine } from "./engine/engine.js";
import { resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { tagImage } from "./image-changes.js";
import { listImages, topLevelImages } from "./listing.js";
import { cachedFile, regularFile } from "./local-files.js";
import type { PullReport } from "./progress.js";
import { errorsIn, eventsIn, Layers, takePullStatus, takePushStatus, withErrors } from "./progress.js";
import { registryHeaders } from "./registry-auth.js";

const image = needed.any("The image, with a tag or `latest`.");
const transfer = {
  insecure_registry: maybe.bool(
    false,
    "Refused when true: the engine's own configuration says which are insecure.",
  ),
  api_response: maybe.bool(false, "Add what the engine reported."),
  client_timeout: maybe.any(60, "Seconds without a byte from the engine after which it is given up."),
};

export const imageTransfers = {
  pull: fn({
    doc: "Brings an image from a registry; logs in as `docker.login` or `docker login` have noted.",
    examples: ["salt '*' docker.pull debian", "salt '*' docker.pull registry.example.com/app:1.2"],
    params: { image, ...transfer },
    run: async ({ image: name, insecure_registry, api_response, client_timeout }, context) => {
      refuseInsecure(insecure_registry);
      const engine = await openEngine(context, { timeout: client_timeout });
      const pulled = await pullImage(engine, pythonStr(name), context);
      return api_response ? { ...pulled.answer, API_Response: pulled.events } : pulled.answer;
    },
  }),
  push: fn({
    doc: "Sends an image to its registry.",
    examples: ["salt '*' docker.push registry.example.com/app:1.2"],
    params: { image, ...transfer },
    run: async ({ image: name, insecure_registry, api_response, client_timeout }, context) => {
      refuseInsecure(insecure_registry);
      const engine = await openEngine(context, { timeout: client_timeout });
      const pushed = await pushImage(engine, pythonStr(name), context);
      return api_response ? { ...pushed.answer, API_Response: pushed.events } : pushed.answer;
    },
  }),
  import: fn({
    doc: "Makes an image of a tar archive: a file, an address of the web, or `salt://`.",
    examples: ["salt '*' docker.import /tmp/cent7-minimal.tar.xz myuser/centos 7"],
    params: {
      source: needed.str("The archive."),
      repository: needed.any("The name of the image."),
      tag: maybe.any("latest", "Its tag."),
      api_response: maybe.bool(false, "Add what the engine reported."),
    },
    run: async ({ source, repository, tag, api_response }, context) => {
      const engine = await openEngine(context);
      const name = `${pythonStr(repository)}:${pythonStr(tag)}`;
      const { events, answer } = await importImage(engine, { source, repository, tag }, context);
      const id = events
        .map((event) => getString(event, "status") ?? "")
        .find((status) => /^(sha256:)?[0-9a-f]+$/.test(status));
      if (id === undefined) throw withErrors(`Import failed for ${source}`, events);
      const more = api_response ? { API_Response: events } : {};
      return { ...answer, ...more, Image: name, Id: id };
    },
  }),
  load: fn({
    doc: "Brings images back of a file that `docker.save` or `docker save` wrote.",
    examples: [
      "salt '*' docker.load /tmp/image.tar",
      "salt '*' docker.load salt://image.tar repository=app tag=1",
    ],
    params: {
      path: needed.str("The file, of this machine or `salt://`."),
      repository: maybe.any(null, "A name to give it, with a tag."),
      tag: maybe.any(null, "A tag to give it, with a name."),
    },
    run: async (args, context) => await loadImages(args, context),
  }),
};

function refuseInsecure(isWanted: boolean): void {
  if (!isWanted) return;
  throw new SaltInvocationError(
    "insecure_registry is not served: list the registry under insecure-registries in the engine's daemon.json",
  );
}

/** A transfer's answer, and all that the engine reported. */
interface Transfer {
  readonly answer: { readonly [name: string]: Plain };
  readonly events: readonly Value[];
}

/** Name and tag, or name and digest, of an image. */
function nameAndTag(image: string): readonly [string, string | undefined] {
  const [name, digest] = image.split("@");
  if (name !== undefined && digest !== undefined) return [name, digest];
  const at = image.lastIndexOf(":");
  return at < 0 || image.slice(at).includes("/")
    ? [image, undefined]
    : [image.slice(0, at), image.slice(at + 1)];
}

/** Brings an image from its registry. Throws CommandExecutionError. */
export async function pullImage(engine: Engine, image: string, context: ExecutionContext): Promise<Transfer> {
  const before = [...(await listImages(engine, true)).keys()].map((id) => pythonStr(id).slice(0, 12));
  const report: PullReport = { layers: new Layers(), before, status: undefined };
  const started = performance.now();
  const [fromImage, tag = "latest"] = nameAndTag(image);
  const events = await engine.lines({
    action: "pull",
    method: "POST",
    path: "/images/create",
    query: { tag, fromImage },
    headers: await registryHeaders(image, context),
    timeout: null,
  });
  for (const event of eventsIn(events)) if (event.has("status")) takePullStatus(report, event);
  const status = report.status === undefined ? {} : { Status: report.status };
  return { answer: { ...outcome(started, events), ...report.layers.entry(), ...status }, events };
}

async function pushImage(engine: Engine, image: string, context: ExecutionContext): Promise<Transfer> {
  const started = performance.now();
  const [name, tag] = nameAndTag(image);
  const events = await engine.lines({
    action: "push",
    method: "POST",
    path: resource`/images/${name}/push`,
    query: { tag },
    // The engine wants the header even where nobody has logged in.
    headers: { "X-Registry-Auth": "e30=", ...(await registryHeaders(image, context)) },
    timeout: null,
  });
  const layers = new Layers();
  for (const event of eventsIn(events)) if (event.has("status")) takePushStatus(layers, event);
  return { answer: { ...outcome(started, events), ...layers.entry() }, events };
}

function outcome(started: number, events: readonly Value[]): { readonly [name: string]: Plain } {
  const errors = errorsIn(events);
  const failed = errors.length > 0;
  return { Time_Elapsed: elapsed(started), retcode: failed ? 1 : 0, ...(failed ? { Errors: errors } : {}) };
}

async function importImage(
  engine: Engine,
  { source, repository, tag }: { readonly source: string; readonly repository: Value; readonly tag: Value },
  context: ExecutionContext,
): Promise<Transfer> {
  const isWeb = /^https?:\/\//.test(source);
  const path = isWeb ? source : regularFile(await cachedFile(source, context), source);
  const started = performance.now();
  const events = await engine.lines({
    action: "import_image",
    method: "POST",
    path: "/images/create",
    query: { repo: repository, tag, fromSrc: isWeb ? path : "-" },
    ...(isWeb ? {} : { archive: createReadStream(path) }),
    timeout: null,
  });
  return { answer: { Time_Elapsed: elapsed(started) }, events };
}

async function loadImages(
  { path, repository, tag }: { readonly path: string; readonly repository: Value; readonly tag: Value },
  context: ExecutionContext,
): Promise<Plain> {
  const isTagged = isTruthy(repository) || isTruthy(tag);
  if (isTagged && !(isTruthy(repository) && isTruthy(tag)))
    throw new SaltInvocationError("If tagging, both a repository and tag are required");
  const file = regularFile(await cachedFile(path, context), path);
  const engine = await openEngine(context);
  const before = await listImages(engine, true);
  const started = performance.now();
  const archive = createReadStream(file);
  const events = await engine.lines({
    action: "load_image",
    method: "POST",
    path: "/images/load",
    archive,
    timeout: null,
  });
  const [problem] = errorsIn(events);
  if (problem !== undefined)
    throw new CommandExecutionError(`Failed to load image(s) from ${path}: ${problem}`);
  const after = await listImages(engine, true);
  const fresh = [...after.keys()].filter((id) => !before.has(id));
  const answer = {
    Time_Elapsed: elapsed(started),
    Path: path,
    Layers: fresh.map((id) => pythonStr(id).slice(0, 12)),
  };
  if (!isTagged) return answer;
  return { ...answer, ...(await tagLoaded(engine, topLevelImages(after, fresh), { repository, tag })) };
}

async function tagLoaded(
  engine: Engine,
  images: readonly string[],
  { repository, tag }: { readonly repository: Value; readonly tag: Value },
): Promise<{ readonly [name: string]: Plain }> {
  const [id, ...others] = images;
  if (others.length > 0) {
    const shown = images.join(", ");
    return { Warning: `More than one top-level image layer was loaded (${shown}), no image was tagged` };
  }
  if (id === undefined) return { Warning: "No top-level image layers were loaded, no image was tagged" };
  const name = `${pythonStr(repository)}:${pythonStr(tag)}`;
  try {
    await tagImage(engine, id, { repository, tag, force: false });
    return { Image: name };
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return { Warning: `Failed to tag ${id} as ${name}: ${errorText(error)}` };
  }
}
