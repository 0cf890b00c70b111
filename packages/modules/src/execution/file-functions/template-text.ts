/**
 * Files that are made from templates.
 */
import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { dict, pythonStr } from "@salt/core";
import { mergedVariables, renderTemplate, TEMPLATE_ENGINES } from "../../templates/minion-renderers.js";

/** What the files are called that templates are rendered to. */
const RENDERED = /\/__salt\.tmp\.[^/]+$/;

/** A text and the arguments with which it is to be rendered. */
export interface TemplateText {
  readonly contents: Value;
  readonly template: Value;
  readonly context: Value;
  readonly defaults: Value;
  readonly saltenv: Value;
}

/** A text with a template's variables put in, or what states return for an engine that there is not. */
export async function appliedTemplate(
  { contents, template, context: variables, defaults, saltenv }: TemplateText,
  context: ExecutionContext,
): Promise<string | Dict> {
  const engine = pythonStr(template);
  if (!TEMPLATE_ENGINES.has(engine)) return dict({ result: false, comment: templateFault(engine) });
  return await renderTemplate(context, {
    source: pythonStr(contents),
    path: "",
    engine,
    saltenv: pythonStr(saltenv),
    variables: mergedVariables(defaults, variables),
  });
}

/**
 * The file with the text of a template that is a file; the file itself when it is not text. It is among the temporary
 * files, for nobody else to read, and whoever manages a file with it removes it. Throws RenderFault.
 */
export async function renderedFile(
  path: string,
  engine: string,
  variables: Dict,
  saltenv: string,
  context: ExecutionContext,
): Promise<string> {
  const bytes = await readFile(path);
  if (!isUtf8(bytes)) return path;
  const call = { source: bytes.toString("utf8"), path, engine, saltenv, variables };
  const text = await renderTemplate(context, call);
  const made = join(tmpdir(), `__salt.tmp.${randomBytes(6).toString("hex")}`);
  await writeFile(made, text, { mode: 0o600, flag: "wx" });
  return made;
}

/** Does something with a source, and removes it when it is a file that a template was rendered to. */
export async function withoutRendered<T>(source: Value, use: () => T | Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    if (typeof source === "string" && RENDERED.test(source) && dirname(source) === tmpdir())
      await rm(source, { force: true });
  }
}

/** Why a file cannot be made from a template. */
export function templateFault(template: string): string {
  return `Specified template format ${template} is not supported`;
}
