/**
 * The master on this machine, for functions of a minion that work beside it or through it. What asks it is loaded when
 * it is first needed: most minions have no master beside them.
 */
import type {
  JobReturn,
  Logger,
  MasterCall,
  MasterCommand,
  MasterHere,
  MasterResult,
  PluginCatalog,
} from "@salt/core";

/** Works with masters by their configuration files, as the account that the minion runs as. */
export class LocalMaster implements MasterHere {
  readonly #catalog: PluginCatalog;
  readonly #log: Logger;
  readonly #signal: () => AbortSignal;

  /** `signal` gives that of the job at work; it gives up what is asked. */
  constructor(catalog: PluginCatalog, log: Logger, signal: () => AbortSignal) {
    this.#catalog = catalog;
    this.#log = log;
    this.#signal = signal;
  }

  async cmd(configFile: string, command: MasterCommand): Promise<ReadonlyMap<string, JobReturn>> {
    const { LocalClient, gatherReturns } = await import("@salt/client");
    const client = await LocalClient.open({ configFile, log: this.#log, signal: this.#signal() });
    try {
      return await gatherReturns(client, command, this.#signal());
    } finally {
      await client.close();
    }
  }

  runner(configFile: string, fun: string, call: MasterCall): Promise<MasterResult> {
    return this.#beside("runner", configFile, fun, call);
  }

  wheel(configFile: string, fun: string, call: MasterCall): Promise<MasterResult> {
    return this.#beside("wheel", configFile, fun, call);
  }

  async #beside(
    client: "runner" | "wheel",
    configFile: string,
    fun: string,
    call: MasterCall,
  ): Promise<MasterResult> {
    const { runBeside } = await import("@salt/master");
    const parts = { configFile, catalog: this.#catalog, log: this.#log, signal: this.#signal() };
    return await runBeside(client, fun, call, { ...parts, user: "UNKNOWN" });
  }
}
