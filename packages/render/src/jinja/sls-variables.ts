/**
 * The variables that a template gets from where it is: `slspath`, `tplfile` and the others.
 */
import type { Value } from "@salt/core";

/** The variables for an SLS `a.b` in the file at `path`; empty texts for what is not known. */
export function slsVariables(path: string, sls: string): ReadonlyMap<string, Value> {
  const out = new Map<string, Value>();
  let folder = sls.replaceAll(".", "/");
  if (path !== "") {
    const file = fileInTree(path, folder);
    folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
    out.set("tplpath", path);
    out.set("tplfile", file);
    out.set("tpldir", folder === "" ? "." : folder);
    out.set("tpldot", folder.replaceAll("/", "."));
  }
  out.set("slspath", folder);
  out.set("slsdotpath", folder.replaceAll("/", "."));
  out.set("slscolonpath", folder.replaceAll("/", ":"));
  out.set("sls_path", folder.replaceAll("/", "_"));
  return out;
}

/** The path within the tree; where it cannot be told, Salt leaves the whole path. */
function fileInTree(path: string, folder: string): string {
  const file = path.replaceAll("\\", "/");
  if (folder === "") return file.slice(file.lastIndexOf("/") + 1);
  for (const end of [`${folder}.sls`, `${folder}/init.sls`]) {
    if (file.endsWith(end)) return end;
  }
  return file;
}
