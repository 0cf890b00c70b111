/**
 * `ssh_known_hosts.present` and `ssh_known_hosts.absent`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  dict,
  FunctionNotAvailableError,
  get,
  getList,
  isDict,
  isTrial,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";

/** Whose file of known hosts it is. */
interface HostPlace {
  readonly name: string;
  readonly user: string | null;
  readonly config: string | null;
}

/** A host that is to be known. */
interface KnownHost extends HostPlace {
  readonly fingerprint: string | null;
  readonly key: string | null;
  readonly port: Value;
  readonly enc: string | null;
  readonly hash_known_hosts: boolean | null;
  readonly timeout: Value;
  readonly fingerprint_hash_type: string | null;
}

const NO_FILE = 'If not specifying a "user", specify an absolute "config".';

/** Makes a host known. */
export async function hostKnown(host: KnownHost, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user, ...rest } = host;
  const config = fileOf(host);
  if (config === undefined) return failed(name, NO_FILE);
  if (isTrial(context)) return await knownTrial(host, config, context);
  const done = await context.call("ssh.set_known_host", [], { ...rest, user, hostname: name, config });
  const status = isDict(done) ? done : dict({});
  if (get(status, "status") === "exists") return unchanged(name, `${name} already exists in ${config}`);
  if (get(status, "status") === "error") return failed(name, pythonStr(get(status, "error") ?? null));
  const changes = { old: get(status, "old") ?? null, new: get(status, "new") ?? null };
  return changed(name, `${name}'s ${savedWhat(host, config, status.get("new") ?? null)}`, changes);
}

function savedWhat({ key, fingerprint, enc }: KnownHost, config: string, saved: Value): string {
  const first = getList(dict({ saved }), "saved")?.[0] ?? null;
  const fact = (name: string): string => pythonStr((isDict(first) ? first.get(name) : null) ?? null);
  if (key) return `key saved to ${config} (key: ${fact("key")})`;
  if (fingerprint) return `key saved to ${config} (fingerprint: ${fact("fingerprint")})`;
  if (enc) return `${enc} key saved to ${config} (key: ${fact("key")})`;
  return `key(s) saved to ${config}`;
}

async function knownTrial(host: KnownHost, config: string, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user, key, fingerprint, enc, port, fingerprint_hash_type } = host;
  if (key && fingerprint) return failed(name, 'Specify either "key" or "fingerprint", not both.');
  if (key && !enc) return failed(name, 'Required argument "enc" if using "key" argument.');
  const options = { key, fingerprint, config, port, fingerprint_hash_type };
  let status: Value;
  try {
    status = await context.call("ssh.check_known_host", [user, name], options);
  } catch (error) {
    if (!(error instanceof FunctionNotAvailableError)) throw error;
    return failed(name, `ssh.check_known_host error: ${error.message}`);
  }
  const fault = isDict(status) ? status.get("error") : undefined;
  if (fault !== undefined) return failed(name, pythonStr(fault));
  if (status === "exists") return unchanged(name, `Host ${name} is already in ${config}`);
  const [what, where] = status === "add" ? ["added", "to"] : ["updated", "in"];
  return pending(name, `Key for ${name} is set to be ${what} ${where} ${config}`);
}

/** Makes a host not known. */
export async function hostAbsent(host: HostPlace, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user } = host;
  const config = fileOf(host);
  if (config === undefined) return failed(name, NO_FILE);
  const known = await context.call("ssh.get_known_host_entries", [], { user, hostname: name, config });
  if (!isTruthy(known)) return unchanged(name, "Host is already absent");
  if (isTrial(context)) return pending(name, `Key for ${name} is set to be removed from ${config}`);
  const done = await context.call("ssh.rm_known_host", [], { user, hostname: name, config });
  const status = isDict(done) ? done : dict({});
  if (get(status, "status") === "error") return failed(name, pythonStr(get(status, "error") ?? null));
  return changed(name, pythonStr(get(status, "comment") ?? null), { old: known, new: null });
}

/** The file; undefined when it stands below no home. */
function fileOf({ user, config }: HostPlace): string | undefined {
  if (user) return config || ".ssh/known_hosts";
  const file = config || "/etc/ssh/ssh_known_hosts";
  return file.startsWith("/") ? file : undefined;
}
