/**
 * The parameter `saltenv`, and URLs that name an environment of their own.
 */
import type { Dict } from "@salt/core";
import { maybe } from "@salt/core";
import { saltenvOf } from "../../files/file-client.js";
import { isSaltUrl, parseSaltUrl, saltUrl } from "../../files/salt-url.js";

/** The parameter. */
export const saltenv = maybe.str(null, "Environment; that of the option saltenv, or base, when not given.");

/** A URL and the environment that it is looked for in. */
export interface PlacedUrl {
  readonly url: string;
  readonly saltenv: string;
}

/** Splits an environment off a `salt://` URL; other URLs and paths stay as they are. */
export function placedUrl(opts: Dict, url: string, given: string | null): PlacedUrl {
  const environment = saltenvOf(opts, given);
  if (!isSaltUrl(url)) return { url, saltenv: environment };
  const { path, saltenv: own } = parseSaltUrl(url);
  return { url: saltUrl(path), saltenv: own ?? environment };
}
