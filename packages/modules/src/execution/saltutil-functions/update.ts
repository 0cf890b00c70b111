/**
 * `saltutil.update`: another version of this minion, from an archive on the master's file server.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  fn,
  getString,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { cacheFolder } from "../../files/file-places.js";
import type { Installation } from "../../release/installation.js";
import { checkedVersion, installationOf } from "../../release/installation.js";
import type { ReleaseArchive } from "../../release/release-archive.js";
import { checkSignature, checkSum, unpackRelease } from "../../release/release-archive.js";
import type { UpdateRecord } from "../../release/update-record.js";
import { readUpdate, updateFolder, writeUpdate } from "../../release/update-record.js";

/** Where a minion keeps the key that releases must be signed by, below its `pki_dir`. */
const RELEASE_KEY = "release.pub";
const DEADLINE_S = 120;
const KEPT_RELEASES = 3;

/** `update` and `update_status`. */
export const updateFunctions = {
  update: fn({
    doc: "Puts another version of this minion into use, and goes back to the old one when the new one does not sign in in time: docs/self-update.md. Says what was begun; `update_status` says how it ended.",
    examples: [
      "salt '*' saltutil.update version=0.2.0",
      "salt '*' saltutil.update version=0.2.0 deadline=300 keep=2",
    ],
    params: {
      version: needed.str("The version; its archive must be on the file server."),
      source: maybe.str("salt://salt-releases", "The directory of archives."),
      saltenv: maybe.str("base", "Environment of the files."),
      deadline: maybe.int(DEADLINE_S, "Seconds in which the new minion must have signed in."),
      keep: maybe.int(
        KEPT_RELEASES,
        "How many releases stay installed when the update went well: the new one, the old one, and those that came before. 0 keeps all.",
      ),
    },
    run: async (args, context) => {
      const version = checkedVersion(args.version);
      const keep = checkedKeep(args.keep ?? KEPT_RELEASES);
      const installation = installationOf(process.execPath);
      if (installation.version === version) return outcome("unchanged", version, version);
      refuseSecond(context);
      const source = (args.source ?? "").replace(/\/+$/, "");
      const archive = await fetchRelease({ version, source, saltenv: args.saltenv ?? "base" }, context);
      await unpackRelease(archive, installation, context);
      startSwitch(installation, { to: version, deadline: args.deadline ?? DEADLINE_S, keep }, context);
      return outcome("switching", installation.version, version);
    },
  }),
  update_status: fn({
    doc: "How the last update of this minion went: the versions, the state (`switching`, `updated`, `rolled back` or `failed`) and why; empty when there was none.",
    examples: ["salt '*' saltutil.update_status"],
    run: (_args, { opts }) => {
      const record = readUpdate(updateFolder(cacheFolder(opts)));
      if (record === undefined) return dict([]);
      return outcome(isCutOff(record) ? "failed" : record.state, record.from, record.to, reasonOf(record));
    },
  }),
};

function outcome(state: string, from: string, to: string, reason = ""): Dict {
  const told: [string, Value][] = [
    ["from", from],
    ["to", to],
    ["state", state],
  ];
  return dict(reason === "" ? told : [...told, ["reason", reason]]);
}

function reasonOf(record: UpdateRecord): string {
  return isCutOff(record) ? "The update was cut off." : record.reason;
}

/** A number of releases to keep. Throws SaltInvocationError for 1, which would leave no way back, and below 0. */
function checkedKeep(keep: number): number {
  if (keep === 0 || keep >= 2) return keep;
  throw new SaltInvocationError(
    `keep=${keep}: at least 2 releases stay, the new one and the old one; 0 keeps all.`,
  );
}

function isCutOff({ state, pid }: UpdateRecord): boolean {
  return state === "switching" && !existsSync(`/proc/${pid}`);
}

function refuseSecond({ opts }: ExecutionContext): void {
  const last = readUpdate(updateFolder(cacheFolder(opts)));
  if (last?.state !== "switching" || isCutOff(last)) return;
  throw new CommandExecutionError(`An update to ${last.to} is at work.`, {
    hint: "Wait until saltutil.update_status says how it ended.",
  });
}

/** Fetches an archive with its checksum, and with its signature where this minion has a key for that. */
async function fetchRelease(
  wish: { readonly version: string; readonly source: string; readonly saltenv: string },
  context: ExecutionContext,
): Promise<ReleaseArchive> {
  const url = `${wish.source}/salt-${wish.version}-${process.platform}-${process.arch}.tar.gz`;
  const fetched = async (from: string): Promise<string> => {
    const path = await context.call("cp.cache_file", [from], { saltenv: wish.saltenv });
    if (typeof path === "string" && path !== "") return path;
    throw new CommandExecutionError(`${from} is not on the file server.`, {
      hint: "`npm run build:tarball` writes the archive and its .sha256.",
    });
  };
  const sum = readFileSync(await fetched(`${url}.sha256`), "utf8");
  const archive = { version: wish.version, path: await fetched(url) };
  await checkSum(archive, sum);
  const key = join(getString(context.opts, "pki_dir") ?? "", RELEASE_KEY);
  if (existsSync(key))
    checkSignature(archive, readFileSync(await fetched(`${url}.sig`)), readFileSync(key, "utf8"));
  return archive;
}

/** Leaves the switch to a process of the old version that outlives this minion. */
function startSwitch(
  { prefix, version }: Installation,
  wish: { readonly to: string; readonly deadline: number; readonly keep: number },
  context: ExecutionContext,
): void {
  const { opts, job } = context;
  const cachedir = cacheFolder(opts);
  const program = join(prefix, version, "lib", "bundle", "release-switch.js");
  const facts = {
    prefix,
    from: version,
    ...wish,
    cachedir,
    pidfile: pythonStr(opts.get("pidfile") ?? ""),
    config: pythonStr(opts.get("conf_file") ?? ""),
    jid: job?.jid ?? "",
  };
  const words = Object.entries(facts).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(process.execPath, [program, ...words], { detached: true, stdio: "ignore", cwd: "/" });
  child.on("error", (error) => context.log.error({ reason: error.message }, "The update cannot begin"));
  child.unref();
  writeUpdate(updateFolder(cachedir), {
    from: version,
    to: wish.to,
    state: "switching",
    reason: "",
    pid: child.pid ?? 0,
  });
}
