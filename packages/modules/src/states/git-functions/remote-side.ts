/**
 * What another repository has, and which of its commits is wanted.
 */
import type { Value } from "@salt/core";
import { isDict, pythonStr } from "@salt/core";

/** What kind of name a revision is. */
export type RevisionKind = "sha1" | "branch" | "tag";

/** The wanted revision as the other repository has it. */
export interface RemoteSide {
  readonly hasHead: boolean;
  /** The branch that its HEAD is on. */
  readonly defaultBranch: string | undefined;
  /** The revision, in small letters when it is a commit. */
  readonly rev: string;
  readonly commit: string | undefined;
  readonly kind: RevisionKind | undefined;
  /** The branch to follow: undefined leaves it as it is, false is for none. */
  readonly upstream: string | false | undefined;
  /** How comments name it. */
  readonly place: string;
}

/** Finds the wanted revision among the references of the other repository. */
export function remoteSide(told: Value, wanted: string, remote: string, isBare: boolean): RemoteSide {
  const refs = new Map<string, string>();
  if (isDict(told)) for (const [name, commit] of told) refs.set(pythonStr(name), pythonStr(commit));
  const head = refs.get("HEAD");
  const branches = [...refs].filter(([name]) => name.startsWith("refs/heads/"));
  const first = head === undefined ? undefined : branches.find(([, commit]) => commit === head)?.[0];
  const common = {
    hasHead: head !== undefined,
    defaultBranch: first?.slice("refs/heads/".length),
    rev: wanted,
  };
  const none = { ...common, commit: undefined, kind: undefined, upstream: false, place: "None" } as const;
  if (isBare) return none;
  if (wanted === "HEAD") {
    const place = `remote HEAD (${head?.slice(0, 7)})`;
    return head === undefined ? none : { ...common, commit: head, kind: "sha1", upstream: undefined, place };
  }
  const branch = refs.get(`refs/heads/${wanted}`);
  const upstream = `${remote}/${wanted}`;
  if (branch !== undefined)
    return {
      ...common,
      commit: branch,
      kind: "branch",
      upstream,
      place: `${upstream} (${branch.slice(0, 7)})`,
    };
  const tag = refs.get(`refs/tags/${wanted}^{}`) ?? refs.get(`refs/tags/${wanted}`);
  if (tag !== undefined)
    return { ...common, commit: tag, kind: "tag", upstream: false, place: `${wanted} (${tag.slice(0, 7)})` };
  // What the other side does not name may be a commit.
  if (!/^[0-9a-f]{1,40}$/i.test(wanted)) return none;
  const commit = wanted.toLowerCase();
  return { ...common, rev: commit, commit, kind: "sha1", upstream: false, place: commit.slice(0, 7) };
}

/** Whether a local commit is the wanted one, which may be shortened. */
export function isSameCommit(
  local: string | undefined,
  wanted: string | undefined,
  kind: RevisionKind | undefined,
): boolean {
  if (local === undefined || wanted === undefined) return local === wanted;
  return kind === "sha1" ? local.startsWith(wanted) : local === wanted;
}

/** What to do so that a branch follows another: options of `git branch`, if any are needed, and what to say of it. */
export function upstreamChange(
  upstream: string | undefined,
  side: RemoteSide,
  isNewBranch: boolean,
): { readonly says: string; readonly opts: readonly string[] | undefined } | undefined {
  if (side.upstream === false)
    return upstream === undefined ? undefined : { says: "unset", opts: ["--unset-upstream"] };
  if (side.upstream === undefined || side.upstream === upstream) return undefined;
  const says = `${upstream === undefined ? "set" : "updated"} to ${side.upstream}`;
  // Checking out a new branch sets what it follows.
  return { says, opts: isNewBranch ? undefined : ["--set-upstream-to", side.upstream] };
}
