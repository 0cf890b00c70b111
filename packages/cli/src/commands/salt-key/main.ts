/**
 * The salt-key command from its parsed line to its exit status.
 */
import { callerName, currentAccount } from "@salt/client";
import type { KeyLists, Logger, MasterConfig, Value } from "@salt/core";
import { dict, getString, masterOptions } from "@salt/core";
import { openKeyStore, signMasterKey } from "@salt/master";
import { checkOutputter } from "../../print/check-outputter.js";
import { display } from "../../print/display.js";
import type { Terminal } from "../../print/terminal.js";
import type { Configuration } from "../configuration.js";
import { loadConfiguration } from "../configuration.js";
import { Settings } from "../settings.js";
import { terminalLogger } from "../terminal-logger.js";
import type { DecisionDialogue } from "./decide.js";
import { decide } from "./decide.js";
import { generatePair } from "./generate.js";
import type { KeyAccess } from "./key-access.js";
import { KeyFiles } from "./key-access.js";
import type { KeyAction, KeyLine } from "./key-action.js";
import { readKeyAction } from "./key-action.js";
import { keyDict } from "./key-names.js";
import type { RemoteKeys } from "./remote-keys.js";

/** Names the file with the signature; the file is called the same unless told otherwise. */
const SIGNATURE_OPTION = "master_pubkey_signature";

/** What salt-key needs of the process it runs in. */
export interface KeyHost {
  /** Takes on the account that the keys belong to. Throws SaltError. */
  readonly becomeAccount: (name: string) => Promise<void>;
}

/** Runs the command; the exit status. */
export async function keyMain(line: KeyLine, terminal: Terminal, host: KeyHost): Promise<number> {
  const action = readKeyAction(line);
  const loaded = await loadConfiguration(masterOptions, "master", line, terminal);
  checkOutputter(line, loaded.config.exit_codes, loaded.opts);
  const keys = await remoteKeys(line, terminal, loaded);
  if (keys === undefined && loaded.origin("user") !== undefined) await host.becomeAccount(loaded.config.user);
  try {
    const own = keys ?? new KeyFiles(openKeyStore(loaded.config), loaded.config);
    await new KeyCommand(line, terminal, loaded, own).run(action);
  } finally {
    keys?.close();
  }
  return 0;
}

/** With `--eauth` and its kin, the keys by way of the master. Throws UsageError. */
async function remoteKeys(
  line: KeyLine,
  terminal: Terminal,
  { config, opts, file }: Configuration<typeof masterOptions>,
): Promise<RemoteKeys | undefined> {
  if (!LOGIN_OPTIONS.some((option) => line.given.has(option))) return undefined;
  const { externalLogin } = await import("../login/external-login.js");
  const { RemoteKeys } = await import("./remote-keys.js");
  const user = callerName(currentAccount(), terminal.env.SUDO_USER);
  const settings = new Settings(line, opts);
  const login = await externalLogin({ config, opts, settings, user, terminal });
  if (login === undefined) return undefined;
  const log = terminalLogger(settings, terminal, "key_logfile");
  return new RemoteKeys({ config, configFile: file, user, login, log, signal: terminal.signal });
}

const LOGIN_OPTIONS = ["eauth", "mktoken", "username", "password"];

class KeyCommand {
  readonly #line: KeyLine;
  readonly #terminal: Terminal;
  readonly #loaded: Configuration<typeof masterOptions>;
  readonly #config: MasterConfig;
  readonly #keys: KeyAccess;
  readonly #log: Logger;

  constructor(
    line: KeyLine,
    terminal: Terminal,
    loaded: Configuration<typeof masterOptions>,
    keys: KeyAccess,
  ) {
    this.#line = line;
    this.#terminal = terminal;
    this.#loaded = loaded;
    this.#config = loaded.config;
    this.#keys = keys;
    this.#log = terminalLogger(new Settings(line, loaded.opts), terminal, "key_logfile");
  }

  async run(action: KeyAction): Promise<void> {
    switch (action.do) {
      case "list":
        return await this.#show(keyDict(pick(await this.#keys.lists(), action.states), true));
      case "print":
        return await this.#show(await this.#keys.printed(action.match));
      case "finger":
        return await this.#show(await this.#keys.fingerprints(action.match));
      case "generate":
        return await this.#generate(action.name);
      case "sign":
        return await this.#sign();
      default:
        return await this.#decide(action.do, action.match);
    }
  }

  async #show(value: Value): Promise<void> {
    const { config, opts } = this.#loaded;
    await display({ value, outputter: "key", line: this.#line, config, opts, terminal: this.#terminal });
  }

  async #decide(decision: "accept" | "reject" | "delete", match: string): Promise<void> {
    const { options } = this.#line;
    // Real Salt has the option and prints all the same.
    const isQuiet = options.quiet && this.#config.exit_codes === "honest";
    const dialogue: DecisionDialogue = {
      line: (text) => {
        if (!isQuiet) this.#terminal.out(`${text}\n`);
      },
      show: async (keys) => {
        if (!isQuiet || !options.yes) await this.#show(keyDict(keys, false));
      },
      ask: (question) => this.#terminal.ask(question),
    };
    const include = {
      includeAccepted: decision === "reject" && (options.include_all || options.include_accepted),
      includeRejected: decision === "accept" && (options.include_all || options.include_rejected),
      includeDenied: options.include_denied,
    };
    const preserveMinions = options.preserve_minions?.toLowerCase() === "true";
    const request = { decision, match, include, preserveMinions, yes: options.yes };
    const changes = await decide(this.#keys, request, dialogue);
    for (const { id, from } of changes)
      this.#log.info({ id, decision, from }, "The key of a minion was moved");
  }

  async #generate(name: string): Promise<void> {
    const { gen_keys_dir: dir, keysize: bits } = this.#line.options;
    const finger = await generatePair(dir, name, { bits, hashType: this.#config.hash_type });
    await this.#show(dict({ return: finger }));
  }

  async #sign(): Promise<void> {
    const { options } = this.#line;
    const signed = await signMasterKey(this.#config, {
      publicKey: options.pub || undefined,
      privateKey: options.priv || undefined,
      targetDir: options.signature_path || undefined,
      targetName: getString(this.#loaded.opts, SIGNATURE_OPTION) ?? SIGNATURE_OPTION,
      autoCreate: options.auto_create,
      bits: options.keysize,
    });
    await this.#show(dict({ return: signed }));
  }
}

function pick(lists: KeyLists, states: readonly (keyof KeyLists)[]): Partial<KeyLists> {
  return Object.fromEntries(states.map((state) => [state, lists[state]]));
}
