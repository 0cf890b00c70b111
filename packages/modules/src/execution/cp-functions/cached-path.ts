/**
 * Whether something is in the minion's cache.
 */
import { existsSync } from "node:fs";
import type { Dict } from "@salt/core";
import { cachePlace, externalPlace, localPlace } from "../../files/file-places.js";
import { isSaltUrl, parseSaltUrl } from "../../files/salt-url.js";

/** The path in the cache of a URL or path; empty when it is not there. */
export function cachedPath(opts: Dict, given: string, saltenv: string): string {
  const { path, saltenv: own } = isSaltUrl(given) ? parseSaltUrl(given) : { path: given, saltenv: undefined };
  const places = [
    () => cachePlace(opts, own ?? saltenv, path.replace(/^[|/]+/, "")),
    () => localPlace(opts, path),
    () => (URL.canParse(given) ? externalPlace(opts, own ?? saltenv, new URL(given)) : undefined),
  ];
  for (const place of places) {
    const found = placeOrNothing(place);
    if (found !== undefined && existsSync(found)) return path.startsWith("|") ? `|${found}` : found;
  }
  return "";
}

/** What cannot be a path in the cache is not in the cache. */
function placeOrNothing(place: () => string | undefined): string | undefined {
  try {
    return place();
  } catch {
    return undefined;
  }
}
