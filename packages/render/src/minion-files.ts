/**
 * The state tree as a minion sees it: files that templates include come through the cache of `cp`.
 */
import { readFile } from "node:fs/promises";
import type { ExecutionContext, TemplateFile, TemplateFiles } from "@salt/core";

/** The largest file that a template may include, in bytes. */
const MAX_FILE = 16 * 1024 * 1024;

/** The files of a minion; each is fetched once. */
export class MinionFiles implements TemplateFiles {
  readonly #context: Pick<ExecutionContext, "call">;
  readonly #read = new Map<string, Promise<TemplateFile | undefined>>();

  constructor(context: Pick<ExecutionContext, "call">) {
    this.#context = context;
  }

  read(path: string, saltenv: string): Promise<TemplateFile | undefined> {
    const key = `${saltenv}\0${path}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const found = this.#fetch(path, saltenv);
    this.#read.set(key, found);
    return found;
  }

  async #fetch(path: string, saltenv: string): Promise<TemplateFile | undefined> {
    const place = await this.#context.call("cp.cache_file", [`salt://${path}`, saltenv]);
    if (typeof place !== "string" || place === "") return undefined;
    const bytes = await readFile(place);
    return bytes.length > MAX_FILE ? undefined : { text: bytes.toString("utf8"), path: place };
  }
}
