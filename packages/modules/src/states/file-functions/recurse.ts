/**
 * Making a directory hold what a directory of the master holds.
 */
import type { Dict, ExecutionContext, MutableDict, StateFunction, Value } from "@salt/core";
import { callDirectly, dict, getDict, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { baseName, exists, isDirectory, joinPaths } from "../../execution/file-functions/paths.js";
import { cleanDirectory, requiredPaths } from "./clean-directory.js";
import { directoryStates } from "./directory-states.js";
import { linkStates } from "./link-states.js";
import { managedStates } from "./managed-states.js";
import { recurseSources } from "./recurse-sources.js";
import type { RecurseRequest } from "./recurse-states.js";

/** Arguments that files of the directory do not share with it. */
const NOT_FOR_FILES = ["mode", "makedirs"];

/** One call while it runs. */
export class Recursing {
  readonly #request: RecurseRequest;
  readonly #context: ExecutionContext;
  readonly #comments = new Map<string, string[]>();
  readonly #changes: MutableDict = new Map();
  #result: boolean | null = true;

  constructor(request: RecurseRequest, context: ExecutionContext) {
    this.#request = request;
    this.#context = context;
  }

  /** Does it, or in a trial says what would be done. */
  async run(): Promise<Dict> {
    const { name } = this.#request;
    const sources = await recurseSources(
      {
        name,
        source: pythonStr(this.#request.source),
        saltenv: this.#request.saltenv,
        keepSymlinks: this.#request.keep_symlinks,
        include: this.#request.include_pat,
        exclude: this.#request.exclude_pat,
        maxDepth: this.#request.maxdepth,
        includeEmpty: this.#request.include_empty,
      },
      this.#context,
    );
    for (const [link, target] of sources.links) await this.#link(joinPaths(name, link), target);
    for (const path of sources.directories) await this.#directory(path);
    for (const [path, url] of sources.files) await this.#file(path, url);
    if (this.#request.clean) await this.#clean(sources.kept);
    return dict({ name, changes: this.#changes, result: this.#result, comment: this.#comment() });
  }

  async #link(path: string, target: string): Promise<void> {
    const { user, group, sym_mode: mode, force_symlinks: force } = this.#request;
    await this.#call(linkStates.symlink, { name: path, target, makedirs: true, force, user, group, mode });
  }

  async #directory(path: string): Promise<void> {
    if (baseName(path) === "..") return;
    if (this.#request.clean && exists(path) && !isDirectory(path)) {
      const isDone = await this.#replace(
        path,
        "Replaced file with a directory",
        `Replacing ${path} with a directory`,
      );
      if (!isDone) return;
    }
    const { user, group, dirMode } = this.#request;
    const rest = { recurse: [], makedirs: true };
    await this.#call(directoryStates.directory, { name: path, user, group, dir_mode: dirMode, ...rest });
  }

  async #file(path: string, source: string): Promise<void> {
    const { user, group, fileMode: mode, keep_source, template, replace, defaults, backup } = this.#request;
    if (this.#request.clean && replace && isDirectory(path)) {
      const plan = `Replacing directory ${path} with a file`;
      if (!(await this.#replace(path, "Replaced directory with a new file", plan))) return;
    }
    const more = [...this.#request.kwargs].filter(([key]) => !NOT_FOR_FILES.includes(key));
    const own = { name: path, source, keep_source, user, group, mode, template, makedirs: true };
    const rest = { replace, context: this.#request.context, defaults, backup };
    await this.#call(managedStates.managed, { ...own, ...rest, ...Object.fromEntries(more) });
  }

  /** Removes what is in the way; false when this is a trial. */
  async #replace(path: string, diff: string, plan: string): Promise<boolean> {
    if (isTrial(this.#context)) {
      this.#merge(path, dict({ result: null, comment: plan }));
      return false;
    }
    await this.#context.call("file.remove", [path]);
    this.#merge(path, dict({ result: true, changes: { diff } }));
    return true;
  }

  async #call(
    fn: StateFunction,
    kwargs: { readonly [name: string]: Value } & { readonly name: string },
  ): Promise<void> {
    const given = new Map(Object.entries(kwargs));
    const answer = await callDirectly("file", fn, [], given, this.#context);
    if (isDict(answer)) this.#merge(kwargs.name, answer);
  }

  #merge(path: string, answer: Dict): void {
    const result = answer.get("result");
    if (result === false || this.#result === true) this.#result = typeof result === "boolean" ? result : null;
    const comment = answer.get("comment") ?? "";
    if (result !== true && isTruthy(comment))
      this.#say(path, isList(comment) ? comment.map(pythonStr) : [pythonStr(comment)]);
    const changes = getDict(answer, "changes");
    if (changes !== undefined && changes.size > 0) this.#changes.set(path, changes);
  }

  #say(path: string, texts: readonly string[]): void {
    this.#comments.set(path, [...(this.#comments.get(path) ?? []), ...texts]);
  }

  async #clean(kept: readonly string[]): Promise<void> {
    const { name, require, exclude_pat } = this.#request;
    const required = await requiredPaths(name, require, this.#context);
    const removed = await cleanDirectory(name, [...kept, ...required], exclude_pat, this.#context);
    if (removed.length === 0) return;
    if (!isTrial(this.#context)) this.#changes.set("removed", removed);
    else {
      if (this.#result === true) this.#result = null;
      this.#say("removed", removed);
    }
  }

  #comment(): string {
    const { name } = this.#request;
    if (this.#changes.size === 0 && this.#result === true)
      return `The directory ${name} is in the correct state`;
    const parts = [...this.#comments].map(([path, texts]) => `\n#### ${path} ####\n${texts.join("\n")}`);
    const comment = parts.join("\n").trim();
    return comment === "" ? `Recursively updated ${name}` : comment;
  }
}
