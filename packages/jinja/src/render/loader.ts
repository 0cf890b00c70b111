/**
 * Finding templates for include and import: Salt's rules for relative names, and the variables it sets.
 */
import { posix } from "node:path";
import type { TemplateLoader, TemplateSource } from "../runtime/environment.js";
import type { RenderState } from "../runtime/state.js";

/** Gives the text of a file of the state tree by its path there; undefined when there is none. */
export type FileReader = (path: string) => TemplateSource | undefined | Promise<TemplateSource | undefined>;

function globalText(state: RenderState, name: string): string | undefined {
  const value = state.globals.resolve(name);
  return typeof value === "string" ? value : undefined;
}

/** A loader over the state tree. Names that begin with `./` or `../` are relative to `tpldir`. */
export function saltLoader(read: FileReader): TemplateLoader {
  return (name, state) => {
    const relative = /^\.\.?(\/|$)/.test(name);
    const base = globalText(state, "tpldir");
    if (relative && base === undefined) return undefined;
    const path = relative ? posix.normalize(`${base}/${name}`) : name;
    if (path.split("/")[0] === "..") return undefined;
    const folder = relative ? (base ?? "") : posix.dirname(path) === "." ? "" : posix.dirname(path);
    state.globals.set("tplfile", relative ? name : path);
    state.globals.set("tpldir", folder === "" ? "." : folder);
    state.globals.set("tpldot", folder.replaceAll("/", "."));
    return read(path);
  };
}
