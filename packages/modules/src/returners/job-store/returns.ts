/**
 * Jobs and returns as the tables of job caches hold them: texts of JSON.
 */
import type { Dict, StoredJob, StoredReturn, Value } from "@salt/core";
import {
  get,
  getString,
  isDict,
  isJid,
  isMinionId,
  MalformedError,
  parseJson,
  SaltInvocationError,
  toJson,
} from "@salt/core";

/** A return, ready for a table. */
export interface ReturnRow {
  readonly fun: string;
  readonly jid: string;
  readonly id: string;
  /** What the function returned, as JSON. */
  readonly value: string;
  readonly success: boolean;
  /** The whole, as JSON. */
  readonly whole: string;
}

/** What a return is known by. Throws SaltInvocationError when it has no job id or no minion id. */
export function returnFields(ret: Dict, returner: string): Pick<ReturnRow, "fun" | "jid" | "id"> {
  const [jid, id] = [getString(ret, "jid"), getString(ret, "id")];
  if (!isJid(jid) || id === undefined || !isMinionId(id))
    throw new SaltInvocationError(`${returner}: a return has no job id or no minion id`);
  return { fun: getString(ret, "fun") ?? "", jid, id };
}

/** What a table needs of a return. Throws SaltInvocationError when it has no job id or no minion id. */
export function returnRow(ret: Dict, returner: string): ReturnRow {
  return {
    ...returnFields(ret, returner),
    value: toJson(get(ret, "return") ?? null),
    success: get(ret, "success") === true,
    whole: toJson(ret),
  };
}

/** A return out of a table; undefined when it is not readable. */
export function storedReturn(id: string, whole: string): StoredReturn | undefined {
  const ret = parsed(whole);
  if (ret === undefined) return undefined;
  const field = (name: string): Value => get(ret, name) ?? null;
  const parts = { return: field("return"), retcode: field("retcode"), success: field("success") };
  return { id, ...parts, out: getString(ret, "out") };
}

/** A job out of a table; undefined when it is not readable. Salt's tables do not hold the minions it went to. */
export function storedJob(jid: string, load: string, minions: readonly string[] = []): StoredJob | undefined {
  const found = parsed(load);
  return found === undefined ? undefined : { jid, load: found, minions };
}

function parsed(text: string): Dict | undefined {
  try {
    const value = parseJson(text);
    return isDict(value) ? value : undefined;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}
