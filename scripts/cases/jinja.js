/**
 * `npm run --silent cases:jinja`: renders template cases, one JSON object a line in and out.
 */

import { posix } from "node:path";
import { createInterface } from "node:readline";
import { RenderError, Renderer } from "../../packages/jinja/dist/index.js";
import { saltObject } from "./salt-functions.js";
import { decode } from "./values.js";

/** The variables that Salt derives from the name of an SLS file. */
function slsContext(sls, file) {
  const path = file ?? `${sls.replaceAll(".", "/")}.sls`;
  const folder = posix.dirname(path) === "." ? "" : posix.dirname(path);
  const isInit = posix.basename(path) === "init.sls";
  const slsPath = isInit ? sls.replaceAll(".", "/") : folder;
  return {
    sls,
    slspath: slsPath,
    slsdotpath: slsPath.replaceAll("/", "."),
    slscolonpath: slsPath.replaceAll("/", ":"),
    sls_path: slsPath.replaceAll("/", "_"),
    tplpath: path,
    tplfile: path,
    tpldir: folder === "" ? "." : folder,
    tpldot: folder.replaceAll("/", "."),
  };
}

function fileContext(file) {
  const folder = posix.dirname(file) === "." ? "" : posix.dirname(file);
  return { tplfile: file, tpldir: folder === "" ? "." : folder, tpldot: folder.replaceAll("/", ".") };
}

function contextOf(test) {
  const opts = {
    id: "minion1",
    test: false,
    saltenv: "base",
    file_client: "local",
    jinja_env: test.env ?? {},
    jinja_sls_env: test.env ?? {},
  };
  const allow = test.env?.allow_undefined === true;
  const derived = test.sls
    ? slsContext(test.sls, test.tplfile)
    : test.tplfile
      ? fileContext(test.tplfile)
      : {};
  const plain = {
    grains: {},
    pillar: {},
    opts: { ...opts, allow_undefined: allow },
    saltenv: "base",
    env: "base",
    ...derived,
  };
  const context = new Map([...decode(plain), ...(test.context ? decode(test.context) : [])]);
  context.set("salt", saltObject(test.salt, context));
  return context;
}

async function answer(test) {
  const templates = test.templates ?? {};
  const read = (path) =>
    Object.hasOwn(templates, path) ? { source: templates[path], path: `<ROOT>/base/${path}` } : undefined;
  const renderer = new Renderer({ read, strict: test.env?.allow_undefined !== true });
  try {
    const input = { source: test.template, context: contextOf(test), env: decode(test.env ?? {}) };
    return { id: test.id, output: await renderer.render(input) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return {
      id: test.id,
      error: { kind: error.kind, class: error.pyClass, message: error.message, line: error.line },
    };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") console.log(JSON.stringify(await answer(JSON.parse(line))));
}
