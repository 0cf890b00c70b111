/**
 * How somebody proves to a master who they are, other than by the key of their account.
 */
import type { Plain } from "@salt/core";

/** A token, or a name and a password for an external system. */
export type ExternalLogin =
  | { readonly token: string }
  | { readonly eauth: string; readonly username: string; readonly password: string };

/** The fields of a load that carry it. */
export function loginFields(login: ExternalLogin): { readonly [name: string]: Plain } {
  if ("token" in login) return { token: login.token };
  return { eauth: login.eauth, username: login.username, password: login.password };
}

/** What proves who sends a load: an external login, or else the key of the account. */
export interface Proof {
  readonly user: string;
  readonly key: string;
  readonly login: ExternalLogin | undefined;
}

/** The fields of a runner's or wheel function's load, or of a question. */
export function proofFields({ user, key, login }: Proof): { readonly [name: string]: Plain } {
  return login === undefined ? { key, user } : { ...loginFields(login), user };
}
