/**
 * A master on a minion's own machine, as functions of the minion see it: `saltutil.runner` and its like.
 */
import type { Plain, Value } from "../../base/value.js";
import type { JobReturn, TargetType } from "../../job/job.js";

/** Positional and named arguments of a function beside the master. */
export interface MasterCall {
  readonly arg: readonly Plain[];
  readonly kwarg: { readonly [name: string]: Plain };
  /** Given to functions that have a parameter of that name. */
  readonly saltenv?: string;
}

/** A function for minions. */
export interface MasterCommand extends MasterCall {
  readonly tgt: string | readonly string[];
  readonly tgtType: TargetType;
  readonly fun: string;
  /** Returners that minions call too, comma-joined. */
  readonly ret: string;
  /** Seconds to wait for answers; the master's configuration says unless given. */
  readonly timeout: number | undefined;
  /** Run it on so many at a time, a number or a share such as `10%`. */
  readonly batch: string | undefined;
  /** Run it on so many of the minions that have it, chosen by chance. */
  readonly subset: number | undefined;
  /** In batches: stop at the first minion that fails. */
  readonly failhard?: boolean;
  /** Further options by their names on the wire: metadata, ret_config, … */
  readonly load?: { readonly [name: string]: Plain };
  /** Told each minion that gave no answer. */
  readonly onMissing?: (id: string) => void;
}

/** What a runner or wheel function gave. */
export interface MasterResult {
  readonly jid: string;
  /** Its arguments as its record has them: a map of named ones last. */
  readonly args: readonly Value[];
  readonly value: Value;
  readonly success: boolean;
}

/** The master of a configuration file; everything throws SaltError where it is not running or refuses. */
export interface MasterHere {
  /** Runs a function on minions; those that do not answer are left out. */
  cmd(configFile: string, command: MasterCommand): Promise<ReadonlyMap<string, JobReturn>>;
  /** Runs a runner. */
  runner(configFile: string, fun: string, call: MasterCall): Promise<MasterResult>;
  /** Calls a wheel function. */
  wheel(configFile: string, fun: string, call: MasterCall): Promise<MasterResult>;
}
