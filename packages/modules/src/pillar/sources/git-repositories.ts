/**
 * The repositories of the source `git`, as its configuration writes them.
 */
import type { Dict, GitWish, Value } from "@salt/core";
import {
  getString,
  isDict,
  isList,
  isTruthy,
  pythonStr,
  relativePath,
  SaltInvocationError,
} from "@salt/core";

/** One repository and what it is for. */
export interface PillarRepository {
  readonly wish: GitWish;
  /** The environment that its files are. */
  readonly env: string;
  /** The directory in it that is the top; may be empty. */
  readonly root: string;
  /** Set when its files are only for others to include. */
  readonly mountpoint: string;
}

/** The branch that stands for the environment that is wanted. */
const ANY = "__env__";
/** Settings that are taken; the others of real Salt are refused, not ignored. */
const KNOWN: ReadonlySet<string> = new Set(
  "name base env root fallback all_saltenvs mountpoint user password privkey pubkey ssl_verify".split(" "),
);

/** Reads the repositories. Throws SaltInvocationError for one that cannot be meant. */
export function readRepositories(items: readonly Value[], opts: Dict): readonly PillarRepository[] {
  return items.map((item) => {
    const [name = "", own = []] = isDict(item) ? ([...item][0] ?? []) : [item];
    const settings = flatten(own);
    for (const key of settings.keys()) {
      if (!KNOWN.has(pythonStr(key))) {
        throw new SaltInvocationError(`The git pillar has an unknown setting '${pythonStr(key)}'`, {
          hint: `Settings of a repository are: ${[...KNOWN].join(", ")}.`,
        });
      }
    }
    return readRepository(pythonStr(name).trim(), settings, opts);
  });
}

function readRepository(name: string, own: Dict, opts: Dict): PillarRepository {
  const text = (key: string, fallback = ""): string =>
    pythonStr(own.get(key) ?? opts.get(`git_pillar_${key}`) ?? fallback);
  const [first = "", ...rest] = name.split(/\s+/);
  const branch = rest.length === 0 ? (getString(opts, "git_pillar_branch") ?? "master") : first;
  const base = text("base", "master");
  const wanted = getString(opts, "pillarenv") || getString(opts, "saltenv") || "base";
  const target =
    branch !== ANY ? branch : (getString(own, "all_saltenvs") ?? (wanted === "base" ? base : wanted));
  if (target === "" || target.startsWith("-"))
    throw new SaltInvocationError("The git pillar names no branch");
  const followed = branch === ANY && own.has("all_saltenvs") ? wanted : target === base ? "base" : target;
  const env = text("env");
  const fallback = text("fallback");
  return {
    wish: {
      url: rest.length === 0 ? first : rest.join(" "),
      ref: target,
      fallback: fallback.startsWith("-") ? "" : fallback,
      depth: Number(opts.get("git_pillar_depth") ?? 0),
      user: text("user"),
      password: text("password"),
      privkey: text("privkey"),
      checksCertificates: isTruthy(own.get("ssl_verify") ?? opts.get("git_pillar_ssl_verify") ?? true),
      updateEveryMs: Number(opts.get("git_pillar_update_interval") ?? 60) * 1000,
    },
    env: env === ANY ? wanted : env === "" ? followed : env,
    root: rootOf(text("root")),
    mountpoint: pythonStr(own.get("mountpoint") ?? ""),
  };
}

function rootOf(text: string): string {
  const inner = text.replace(/^\/+/, "");
  if (inner === "") return "";
  const root = relativePath(inner);
  if (root === undefined)
    throw new SaltInvocationError(`The git pillar has a root that lies outside: '${text}'`);
  return root;
}

/** Settings are written as a list of maps with one key each, or as one map. */
function flatten(value: Value): Dict {
  if (isDict(value)) return value;
  return new Map(isList(value) ? value.flatMap((each) => (isDict(each) ? [...each] : [])) : []);
}
