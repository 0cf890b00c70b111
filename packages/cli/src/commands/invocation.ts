/**
 * One run of a command, as its bin hands it over: what was asked, the configuration, and where to print.
 */
import type { ExternalLogin } from "@salt/client";
import type { Dict, Logger } from "@salt/core";
import type { ExitPolicy } from "./exit-status.js";
import type { Screen } from "./screen.js";
import type { Settings } from "./settings.js";

/** Everything a command gets from outside. `C` is the configuration of its program. */
export interface Invocation<C> {
  readonly config: C;
  /** The configuration by option name, unknown options included. */
  readonly opts: Dict;
  /** Named in messages. */
  readonly configFile: string;
  readonly settings: Settings;
  readonly positionals: readonly string[];
  readonly screen: Screen;
  readonly log: Logger;
  readonly policy: ExitPolicy;
  /** The name presented to the master. */
  readonly user: string;
  /** Who the command speaks as, when that is not the account; asks the user where needed. Throws CommandError. */
  readonly login?: () => Promise<ExternalLogin | undefined>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
