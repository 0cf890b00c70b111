/**
 * `_return`: a minion answers a job.
 */
import type { Dict, Logger, MasterConfig, Plain, Value } from "@salt/core";
import { dict, errorText, getList, getString, isJid, tags } from "@salt/core";
import { RequestRefused } from "@salt/wire";
import { JobStoreError } from "../errors.js";
import type { EventSink } from "../events/event-hub.js";
import type { JobCopies } from "../jobs/job-copies.js";
import type { JobLedger } from "../jobs/job-ledger.js";
import type { LocalCacheWriter } from "../jobs/local-cache.js";
import type { NewReturn } from "../jobs/records.js";
import type { ReturnJournal } from "../jobs/return-journal.js";
import type { LogLimiter } from "../log-limiter.js";
import type { JobOffice } from "../publishing/job-office.js";
import type { MinionRequest } from "../sessions/gate.js";
import type { MinionCommand } from "./command.js";
import { signatureFault } from "./message-signature.js";
import { stateErrors } from "./state-errors.js";

/** What taking returns needs. */
export interface ReturnParts {
  readonly config: Pick<
    MasterConfig,
    "require_minion_sign_messages" | "drop_messages_signature_fail" | "job_cache"
  >;
  readonly ledger: JobLedger;
  readonly journal: ReturnJournal;
  readonly localCache: LocalCacheWriter;
  readonly copies: Pick<JobCopies, "addReturn">;
  readonly office: Pick<JobOffice, "record">;
  readonly events: EventSink;
  readonly log: Logger;
  readonly limited: LogLimiter;
}

/** A refused return is not sent again by minions of the reference. */
const REFUSED = false;
const TAKEN = null;

/** The command. A return counts as taken once the disk has it; a second one of the same minion changes nothing. */
export function returnCommand(parts: ReturnParts): MinionCommand {
  return async (request) => {
    try {
      return await take(parts, request);
    } catch (cause) {
      if (!(cause instanceof JobStoreError)) throw cause;
      parts.log.error(
        { minion: request.id, error: cause.message, hint: cause.hint },
        "A return could not be stored",
      );
      // Not acknowledged, so that the minion sends it again later.
      throw new RequestRefused("bad load", "a return could not be stored", { cause });
    }
  };
}

async function take(parts: ReturnParts, request: MinionRequest): Promise<Plain> {
  const fault = signatureFault(parts.config, request);
  if (fault !== undefined) return refuse(parts, request, fault);
  const jid = getString(request.load, "jid");
  if (request.load.has("resource_id")) return refuse(parts, request, "it is for a resource");
  if (jid === "nocache") return passOn(parts, request, jid);
  return jid === "req" ? takeOwn(parts, request) : takeAsked(parts, request, jid);
}

function refuse({ limited }: ReturnParts, { id, load }: MinionRequest, why: string): Plain {
  limited.warn({ minion: id, jid: getString(load, "jid")?.slice(0, 64), why }, "A return is refused");
  return REFUSED;
}

/** A return to a job that this master has sent. */
async function takeAsked(
  parts: ReturnParts,
  request: MinionRequest,
  jid: string | undefined,
): Promise<Plain> {
  const job = isJid(jid) ? parts.ledger.find(jid) : undefined;
  // A scheduled job that a returner was told of already comes with the id that the minion gave it.
  if (job === undefined && getString(request.load, "schedule") !== undefined) return takeOwn(parts, request);
  if (job === undefined) return refuse(parts, request, "its job is unknown");
  if (!job.minions.has(request.id)) return refuse(parts, request, "its job was not sent to this minion");
  if (job.nocache) return passOn(parts, request, job.jid);
  return store(parts, request, job.jid, job.mirrored);
}

/** What a minion ran on its own account, by a schedule or `salt-call`: a job of its own is made for it. */
async function takeOwn(parts: ReturnParts, request: MinionRequest): Promise<Plain> {
  if (!parts.config.job_cache) return passOn(parts, request, "req");
  const jid = parts.office.record(ownJobLoad(request), request.id);
  return store(parts, request, jid, false);
}

async function store(
  parts: ReturnParts,
  request: MinionRequest,
  jid: string,
  mirrored: boolean,
): Promise<Plain> {
  const entry = readReturn(request, jid);
  const kept = await parts.journal.add(entry);
  if (kept === "duplicate") {
    parts.log.debug({ jid, minion: request.id }, "A return came twice");
    return TAKEN;
  }
  if (mirrored) await mirror(parts, entry);
  parts.copies.addReturn(jid, new Map([...request.load, ["jid", jid], ["id", request.id]]));
  return passOn(parts, request, jid);
}

/** The second copy is a convenience: a return counts without it. */
async function mirror({ localCache, log }: ReturnParts, entry: NewReturn): Promise<void> {
  try {
    await localCache.addReturn(entry);
  } catch (error) {
    log.error(
      { jid: entry.jid, minion: entry.id, error: errorText(error) },
      "A return could not be mirrored",
    );
  }
}

function passOn({ events, log }: ReturnParts, { id, load }: MinionRequest, jid: string): Plain {
  events.fire(tags.jobReturn(jid, id), new Map([...load, ["jid", jid]]));
  for (const { tag, data } of stateErrors(load, jid, id)) events.fire(tag, data);
  log.debug({ jid, minion: id }, "Return taken");
  return TAKEN;
}

function readReturn({ id, load }: MinionRequest, jid: string): NewReturn {
  const field = (name: string): Value => load.get(name) ?? null;
  return {
    jid,
    id,
    return: field("return"),
    retcode: field("retcode"),
    success: field("success"),
    out: getString(load, "out"),
  };
}

function ownJobLoad({ id, load }: MinionRequest): Dict {
  const arg = getList(load, "arg") ?? getList(load, "fun_args") ?? [];
  const fun = load.get("fun");
  const schedule = getString(load, "schedule");
  return dict({
    cmd: "_return",
    fun,
    arg,
    tgt: id,
    tgt_type: "glob",
    user: load.get("user"),
    ret: "",
    schedule,
  });
}
