/**
 * Files that appear below another directory of `salt://` than they lie in.
 */
import { relativePath } from "@salt/core";
import type { FileListing } from "../backend.js";

/** A mount point as an option gives it, in its shortest form: `salt://` in front and slashes are left out. */
export function mountpointOf(option: string): string {
  return relativePath(option.replace(/^salt:\/\//, "").replace(/^\/+/, "")) ?? "";
}

/** The path below a mount point; undefined when it is not below it. */
export function relativeToMount(path: string, mountpoint: string): string | undefined {
  if (mountpoint === "") return path;
  return path.startsWith(`${mountpoint}/`) ? path.slice(mountpoint.length + 1) : undefined;
}

/** A listing as it looks below a mount point, whose directories are part of it. */
export function mountedListing(listing: FileListing, mountpoint: string): FileListing {
  if (mountpoint === "") return listing;
  const under = (name: string): string => `${mountpoint}/${name}`;
  const parts = mountpoint.split("/");
  const above = parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
  return {
    files: listing.files.map(under),
    dirs: [...above, ...listing.dirs.map(under)],
    emptyDirs: listing.emptyDirs.map(under),
    links: new Map([...listing.links].map(([name, target]) => [under(name), target])),
  };
}
