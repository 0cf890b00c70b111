/**
 * What can go wrong between a command and its master, in the words that Salt's own commands print.
 */
import { SaltError } from "@salt/core";

/** Nobody serves the master's sockets: it is not running, or the configuration names other directories. */
export class MasterUnreachableError extends SaltError {
  constructor(details: Readonly<Record<string, unknown>>, cause?: unknown) {
    super("MASTER_UNREACHABLE", "The salt master could not be contacted. Is master running?", {
      hint: isDenied(cause)
        ? "This account may not use the master's sockets: run the command as the account that the master runs as."
        : "Start salt-master, or name its configuration directory with -c.",
      details,
      cause,
      exitCode: 69,
    });
  }
}

/** The master took the connection but did not answer in time. */
export class MasterSilentError extends SaltError {
  constructor(timeoutMs: number, cause?: unknown) {
    super("MASTER_SILENT", "Salt request timed out. The master is not responding.", {
      hint: "Raise publish_timeout, or look at the master's log.",
      details: { timeoutMs },
      cause,
      exitCode: 69,
    });
  }
}

/** The master refused a command: the key is wrong, or this account may not do that. */
export class PublishRefusedError extends SaltError {
  /** Salt's name of the refusal: AuthenticationError, AuthorizationError, … */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super("PUBLISH_REFUSED", message, {
      hint: "Run the command as the account that the master runs as, or allow it in publisher_acl or external_auth.",
      details: { reason },
      exitCode: 77,
    });
    this.reason = reason;
  }
}

/** A target names a node group that the configuration does not have. */
export class UnknownNodegroupError extends SaltError {
  constructor(name: string, configFile: string) {
    super("UNKNOWN_NODEGROUP", `Node group ${name} unavailable in ${configFile}`, {
      hint: "Add it to the option nodegroups.",
      exitCode: 64,
    });
  }
}

/** Whether the system refused the way to a socket. */
function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return code === "EACCES" || code === "EPERM" || isDenied(error.cause);
}
