/**
 * `cp.get_*`: files to a place of the caller's choice.
 */
import { readFile } from "node:fs/promises";
import type { ExecutionContext, Value } from "@salt/core";
import { fn, isDict, isInt, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { fileClient, saltenvOf } from "../../files/file-client.js";
import { cacheFile, getFile } from "../../files/get-file.js";
import { getUrl, urlContent } from "../../files/get-url.js";
import { getFolder } from "../../files/many-files.js";
import { replaceFile } from "../../files/replace-file.js";
import { parseSaltUrl } from "../../files/salt-url.js";
import { placedUrl, saltenv } from "./saltenv.js";
import { type Rendering, rendered } from "./template.js";

const gzip = maybe.any(null, "Compress on the way, 1 (fast) to 9 (small).");
const makedirs = maybe.bool(false, "Make the directories that are missing.");
const template = maybe.str(null, "Engine that renders the paths.");

/** `get_file`, `get_file_str`, `get_dir`, `get_url`, `get_template`. */
export const getFunctions = {
  get_file: fn({
    doc: "Puts a file of the file server to a path, or below it when that is a directory or ends with a slash.",
    examples: [
      "salt '*' cp.get_file salt://path/to/file /minion/dest",
      "salt '*' cp.get_file salt://big.bin /srv/ gzip=5 makedirs=True",
    ],
    params: {
      path: needed.str("URL: salt://path, with ?saltenv=name behind it for another environment."),
      dest: needed.str("Where it goes; into the cache when empty."),
      saltenv,
      makedirs,
      template,
      gzip,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const how = renderingOf(args, context, kwargs);
      const [path = "", dest = ""] = await rendered(context, args.template, [args.path, args.dest], how);
      const client = fileClient(context);
      const { url, saltenv } = placedUrl(context.opts, path, args.saltenv);
      const file = { path: parseSaltUrl(url).path, saltenv };
      if (dest === "") return (await cacheFile(client, file)) || "";
      const place = await getFile(client, file, dest, {
        makedirs: args.makedirs,
        gzip: gzipLevel(args.gzip),
      });
      if (place !== false) return place;
      // Real Salt tells a file that is not there from a directory that is not there.
      return (await context.call("cp.hash_file", [url, saltenv])) === "" ? "" : false;
    },
  }),
  get_file_str: fn({
    doc: "The content of a file, which is cached; false when there is no such file.",
    examples: ["salt '*' cp.get_file_str salt://my/file"],
    params: { path: needed.str("URL."), saltenv },
    run: async (args, context) => {
      const { url, saltenv } = placedUrl(context.opts, args.path, args.saltenv);
      const place = await getUrl(fileClient(context), url, "", { saltenv, makedirs: true });
      return place === false ? false : textOf(await readFile(place));
    },
  }),
  get_dir: fn({
    doc: "Puts a directory of the file server with everything in it below a path.",
    examples: ["salt '*' cp.get_dir salt://path/to/dir/ /minion/dest gzip=5"],
    params: { path: needed.str("URL."), dest: needed.str("Where it goes."), saltenv, template, gzip },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const how = renderingOf(args, context, kwargs);
      const [path = "", dest = ""] = await rendered(context, args.template, [args.path, args.dest], how);
      const url = parseSaltUrl(path);
      const environment = url.saltenv ?? saltenvOf(context.opts, args.saltenv);
      return await getFolder(fileClient(context), url.path, environment, dest, gzipLevel(args.gzip));
    },
  }),
  get_url: fn({
    doc: "Puts what a URL names (salt, http, https, ftp) to a path; into the cache without one. With dest=None the content is given back.",
    examples: ["salt '*' cp.get_url http://www.example.com /tmp/index.html"],
    params: {
      path: needed.str("URL."),
      dest: maybe.str("", "Where it goes."),
      saltenv,
      makedirs,
      source_hash: maybe.str(null, "Digest; a cached copy that has it is good."),
    },
    run: async (args, context) => {
      const client = fileClient(context);
      const saltenv = saltenvOf(context.opts, args.saltenv);
      const options = { saltenv, makedirs: args.makedirs, sourceHash: args.source_hash ?? undefined };
      if (args.dest !== null) return await getUrl(client, args.path, args.dest, options);
      const content = await urlContent(client, args.path, options);
      return content === false ? false : textOf(content);
    },
  }),
  get_template: fn({
    doc: "Renders a file of the file server and puts it to a path.",
    examples: ["salt '*' cp.get_template salt://path/to/template /minion/dest"],
    params: {
      path: needed.str("URL."),
      dest: needed.str("Where it goes."),
      template: maybe.str("jinja", "Engine."),
      saltenv,
      makedirs,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const { url, saltenv } = placedUrl(context.opts, args.path, args.saltenv);
      const client = fileClient(context);
      const source = await getUrl(client, url, "", { saltenv, makedirs: true });
      if (source === false || source === "") return "";
      const how = renderingOf(args, context, kwargs);
      const [text = ""] = await rendered(context, args.template, [await readFile(source, "utf8")], how);
      const place = await getUrl(client, url, args.dest, { saltenv, makedirs: args.makedirs });
      if (place === false || place === "") return "";
      await replaceFile(place, (file) => file.writeFile(text));
      return place;
    },
  }),
};

/** How a call's paths are rendered: its further keyword arguments are variables, `context` among them a dict of such. */
function renderingOf(
  args: { readonly saltenv: string | null },
  context: ExecutionContext,
  kwargs: ReadonlyMap<string, Value>,
): Rendering {
  const inner = kwargs.get("context");
  const more = isDict(inner) ? [...inner].map(([key, value]) => [pythonStr(key), value] as const) : [];
  return {
    saltenv: saltenvOf(context.opts, args.saltenv),
    variables: new Map([...kwargs, ...more]),
  };
}

/** A level of compression, or none. Throws SaltInvocationError. */
function gzipLevel(value: Value): number | undefined {
  if (value === null || value === false || value === "" || value === 0) return undefined;
  const level = isInt(value) ? Number(value) : Number(String(value));
  if (Number.isInteger(level) && level >= 1 && level <= 9) return level;
  throw new SaltInvocationError("gzip: a level from 1 to 9 is needed");
}

/** Text where the bytes are text. */
function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}
