/**
 * The option `gitfs_remotes`: each remote with its own settings, or those of all.
 */
import type { Dict, Value } from "@salt/core";
import { ConfigError, isDict, isList, isTruthy, pythonStr, relativePath } from "@salt/core";
import type { FileServerConfig } from "../../open-file-server.js";
import { mountpointOf } from "../mountpoint.js";
import { withoutPassword } from "./git-command.js";

/** What one environment is served from. */
export interface EnvironmentOptions {
  readonly ref: string | undefined;
  readonly root: string;
  readonly mountpoint: string;
}

/** A remote. */
export interface RemoteOptions {
  readonly url: string;
  /** For people: the option `name`, or the URL without its password. */
  readonly name: string;
  readonly base: string;
  readonly root: string;
  readonly mountpoint: string;
  /** Environments with settings of their own. */
  readonly saltenvs: ReadonlyMap<string, EnvironmentOptions>;
  readonly whitelist: readonly string[];
  readonly blacklist: readonly string[];
  readonly refTypes: readonly string[];
  readonly isMapped: boolean;
  readonly fallback: string;
  readonly depth: number;
  readonly user: string;
  readonly password: string;
  readonly privkey: string;
  readonly checksCertificates: boolean;
  readonly updateEveryMs: number;
  readonly timeoutMs: number;
}

/** Settings of remotes that are taken; whatever else is written there is a mistake. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    "name base root mountpoint saltenv saltenv_whitelist saltenv_blacklist ref_types disable_saltenv_mapping " +
    "fallback depth user password privkey ssl_verify update_interval"
  ).split(" "),
);

/** Reads the remotes. Throws ConfigError for a remote that cannot be meant. */
export function readRemotes(config: FileServerConfig): readonly RemoteOptions[] {
  const remotes = isList(config.gitfs_remotes) ? config.gitfs_remotes : [config.gitfs_remotes];
  return remotes.filter((remote) => remote !== null).map((remote) => readRemote(remote, config));
}

function readRemote(remote: Value, config: FileServerConfig): RemoteOptions {
  const [url = "", own = []] = isDict(remote) ? ([...remote][0] ?? []) : [remote];
  const settings = flatten(own);
  const text = pythonStr(url);
  const shown = withoutPassword(text);
  // A URL with a minus in front would be an option of git.
  if (text === "" || text.startsWith("-") || text.includes("\0")) throw refusal(shown, "is no URL");
  for (const name of settings.keys()) {
    if (!KNOWN.has(pythonStr(name))) throw refusal(shown, `has an unknown setting '${pythonStr(name)}'`);
  }
  return settingsOf(text, shown, settings, config);
}

function settingsOf(url: string, shown: string, own: Dict, config: FileServerConfig): RemoteOptions {
  const text = (name: string, fallback: string): string => pythonStr(own.get(name) ?? fallback);
  const list = (name: string, fallback: readonly string[]): readonly string[] =>
    texts(own.get(name)) ?? fallback;
  const number = (name: string, fallback: number): number => Number(own.get(name) ?? fallback);
  const root = rootOf(text("root", config.gitfs_root), shown);
  const mountpoint = mountpointOf(text("mountpoint", config.gitfs_mountpoint));
  return {
    url,
    name: text("name", shown),
    base: text("base", config.gitfs_base),
    root,
    mountpoint,
    saltenvs: new Map([
      ...readSaltenvs(config.gitfs_saltenv, { root, mountpoint }, shown),
      ...readSaltenvs(own.get("saltenv") ?? null, { root, mountpoint }, shown),
    ]),
    whitelist: list("saltenv_whitelist", config.gitfs_saltenv_whitelist),
    blacklist: list("saltenv_blacklist", config.gitfs_saltenv_blacklist),
    refTypes: list("ref_types", config.gitfs_ref_types),
    isMapped: !isTruthy(own.get("disable_saltenv_mapping") ?? config.gitfs_disable_saltenv_mapping),
    fallback: text("fallback", config.gitfs_fallback),
    depth: number("depth", config.gitfs_depth),
    user: text("user", config.gitfs_user),
    password: text("password", config.gitfs_password),
    privkey: text("privkey", config.gitfs_privkey),
    checksCertificates: isTruthy(own.get("ssl_verify") ?? config.gitfs_ssl_verify),
    updateEveryMs: number("update_interval", config.gitfs_update_interval) * 1000,
    timeoutMs: config.gitfs_timeout * 1000,
  };
}

function readSaltenvs(
  option: Value,
  above: Pick<EnvironmentOptions, "root" | "mountpoint">,
  shown: string,
): readonly (readonly [string, EnvironmentOptions])[] {
  const entries = isList(option) ? option : [];
  return entries
    .flatMap((entry) => (isDict(entry) ? [...entry] : []))
    .map(([name, value]) => {
      const own = flatten(value);
      const ref = own.get("ref");
      const root = own.get("root");
      const mountpoint = own.get("mountpoint");
      return [
        pythonStr(name),
        {
          ref: ref === undefined ? undefined : pythonStr(ref),
          root: root === undefined ? above.root : rootOf(pythonStr(root), shown),
          mountpoint: mountpoint === undefined ? above.mountpoint : mountpointOf(pythonStr(mountpoint)),
        },
      ] as const;
    });
}

/** Settings are written as a list of maps with one key each, or as one map. */
function flatten(value: Value): Dict {
  if (isDict(value)) return value;
  return new Map(isList(value) ? value.flatMap((each) => (isDict(each) ? [...each] : [])) : []);
}

function rootOf(text: string, shown: string): string {
  if (text.replace(/\/+/g, "") === "") return "";
  const root = relativePath(text.replace(/^\/+/, ""));
  if (root === undefined) throw refusal(shown, `has a root that lies outside: '${text}'`);
  return root;
}

function texts(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
}

function refusal(shown: string, what: string): ConfigError {
  return new ConfigError(`option 'gitfs_remotes': the remote '${shown}' ${what}`, {
    hint: `Settings of a remote are: ${[...KNOWN].join(", ")}.`,
  });
}
