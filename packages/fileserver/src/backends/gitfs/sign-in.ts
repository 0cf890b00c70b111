/**
 * How git signs in at a remote: by its environment, since everybody sees command lines.
 */

/** The settings of a remote that matter here. */
export interface SignInOptions {
  readonly url: string;
  /** An empty text where there is none. */
  readonly user: string;
  readonly password: string;
}

const WITH_ACCOUNT = /^(https?:\/\/)([^/@:]*)(?::([^/@]*))?@([^/?#]+)/i;

/** The address without name and password, and the setting of git that has them: for the host of the address alone. */
export function signIn({ url, user, password }: SignInOptions): {
  readonly url: string;
  readonly setting: readonly [name: string, value: string] | undefined;
} {
  const [start, scheme = "", name = "", secret = "", host = ""] = WITH_ACCOUNT.exec(url) ?? [];
  const plain = start === undefined ? url : `${scheme}${host}${url.slice(start.length)}`;
  const account = user === "" ? [decoded(name), decoded(secret)].join(":") : `${user}:${password}`;
  const place = /^https?:\/\/[^/?#]+/i.exec(plain)?.[0];
  if (account === ":" || place === undefined) return { url: plain, setting: undefined };
  const header = `Authorization: Basic ${Buffer.from(account).toString("base64")}`;
  return { url: plain, setting: [`http.${place}/.extraHeader`, header] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
