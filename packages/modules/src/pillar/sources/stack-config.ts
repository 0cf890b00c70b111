/**
 * One file of the pillar stack: a template that lists further ones, which give data.
 */
import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { Dict, ExecutionContext, TemplateFiles, Value } from "@salt/core";
import { CommandExecutionError, errorText, isDict, isList, pythonStr, relativePath } from "@salt/core";
import { loadSlsYaml, Renderers } from "@salt/render";
import { expandGlob } from "./expand-glob.js";
import { mergeStack } from "./stack-merge.js";

/** For whom the stack is. */
export interface StackFor {
  readonly id: string;
  readonly pillar: Dict;
  readonly context: ExecutionContext;
}

/** The stack after a file and all that it lists. Throws CommandExecutionError, with the file that failed. */
export async function applyStackConfig(config: string, stack: Dict, whose: StackFor): Promise<Dict> {
  const folder = dirname(config);
  const templates = new StackTemplates(config, whose);
  let data = stack;
  for (const item of listed(await templates.render(basename(config), data))) {
    const paths = await expandGlob(join(folder, item));
    if (paths.length === 0)
      whose.context.log.info({ item, folder }, "A template of the pillar stack does not exist");
    for (const path of paths) {
      const found = await templates.data(path, data);
      if (isDict(found)) data = mergeStack(data, found);
    }
  }
  return data;
}

/** The items of a list in YAML, or lines. */
function listed(text: string): readonly string[] {
  const lines = itemsOf(text) ?? text.split(/\r?\n/);
  return lines.filter((line) => line.trim() !== "");
}

function itemsOf(text: string): readonly string[] | undefined {
  try {
    const { value } = loadSlsYaml(text);
    return isList(value) ? value.map(pythonStr) : undefined;
  } catch {
    return undefined; // Lines need not be YAML.
  }
}

/** Templates below the directory of a file. */
class StackTemplates {
  readonly #config: string;
  readonly #folder: string;
  readonly #whose: StackFor;
  readonly #renderers: Renderers;

  constructor(config: string, whose: StackFor) {
    this.#config = config;
    this.#folder = dirname(config);
    this.#whose = whose;
    const { context } = whose;
    // Here, what is not defined prints as nothing.
    const opts = new Map(context.opts).set("allow_undefined", true);
    this.#renderers = new Renderers({ context: { ...context, opts }, files: this.#files() });
  }

  /** The text of a template. */
  async render(name: string, stack: Dict, ymlpath?: string): Promise<string> {
    const path = join(this.#folder, name);
    const { id, pillar, context } = this.#whose;
    const variables = new Map<Value, Value>([
      ["stack", stack],
      ["minion_id", id],
      ["pillar", pillar],
      ["pillarenv", context.opts.get("pillarenv") ?? null],
      ["__opts__", context.opts],
      ["__grains__", context.grains],
      ["__stack__", new Map([["cfg_path", this.#config]])],
      ...(ymlpath === undefined ? [] : [["ymlpath", ymlpath] as const]),
    ]);
    // Functions are `salt` in Salt's other templates; here they have one more name.
    const source = `{%- set __salt__ = salt %}${await readFile(path, "utf8")}`;
    return await this.#renderers.renderText({ source, path, engine: "jinja", saltenv: "base", variables });
  }

  /** What a template gives, read as YAML. Its text may hold secrets and is not told. */
  async data(path: string, stack: Dict): Promise<Value> {
    let text: string;
    try {
      text = await this.render(relative(this.#folder, path), stack, path);
    } catch (error) {
      throw new CommandExecutionError(
        `Stack pillar template render error in ${path}:\n"${errorText(error).split("\n", 1)[0]}"`,
        { cause: error },
      );
    }
    try {
      return loadSlsYaml(text).value;
    } catch (error) {
      throw new CommandExecutionError(
        `Stack pillar yaml parsing error in ${path}:\n${errorText(error).split("\n", 1)[0]}`,
        { cause: error },
      );
    }
  }

  #files(): TemplateFiles {
    return {
      read: async (wanted) => {
        const rel = relativePath(wanted);
        if (rel === undefined) return undefined;
        const path = join(this.#folder, rel);
        const text = await readFile(path, "utf8").catch(() => undefined);
        return text === undefined ? undefined : { text, path };
      },
    };
  }
}
