/**
 * A command for minions as programs write it.
 */
import type { Plain, TargetType, Value } from "@salt/core";
import { dict, toValue } from "@salt/core";
import type { JobRequest } from "../local/publish-load.js";

/** What to run on which minions. */
export interface Command {
  /** A target expression, or a list of ids. */
  readonly tgt: string | readonly string[];
  /** How `tgt` is to be read; `glob` unless given, `list` for a list. */
  readonly tgtType?: TargetType;
  /** Between keys of grain and pillar targets; a colon unless given. */
  readonly delimiter?: string;
  readonly fun: string;
  /** Positional arguments. */
  readonly arg?: readonly Plain[];
  /** Named arguments. */
  readonly kwarg?: { readonly [name: string]: Plain };
  /** Returners that the minions call too, comma-joined. */
  readonly ret?: string;
  /** A job id to use; the master makes one unless given. */
  readonly jid?: string;
  /** Kept with the job and sent back with every return. */
  readonly metadata?: Plain;
  /** Further options by their names on the wire: ret_config, … */
  readonly load?: { readonly [name: string]: Plain };
}

/** The request that a command is. */
export function requestOf(command: Command): JobRequest {
  const { tgt, fun, arg = [], kwarg = {}, ret, jid, metadata, delimiter = ":" } = command;
  const tgtType = command.tgtType ?? (typeof tgt === "string" ? "glob" : "list");
  const named = Object.entries(kwarg);
  const options = { ...command.load, ...(metadata === undefined ? {} : { metadata }) };
  const last: readonly Value[] = named.length === 0 ? [] : [dict({ __kwarg__: true, ...kwarg })];
  return {
    target: { tgt, tgtType, delimiter },
    fun,
    arg: [...arg.map(toValue), ...last],
    ...(ret === undefined ? {} : { ret }),
    ...(jid === undefined ? {} : { jid }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}
