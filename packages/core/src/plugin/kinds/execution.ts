/**
 * Execution modules: what `salt '*' module.function` runs.
 */
import type { Logger } from "../../base/log.js";
import type { Dict, Plain, Value } from "../../base/value.js";
import type { Job } from "../../job/job.js";
import type { Plugin, PluginKind } from "../catalog.js";
import type { FunctionDefinition, Params, PluginFunction } from "../function.js";
import { defineFunction } from "../function.js";
import type { Datastore } from "./datastore.js";
import type { MasterHere } from "./master-here.js";
import type { RenderingContext } from "./renderer.js";

/** The functions that a program has loaded, seen from inside one of them. */
export interface FunctionIndex {
  /** Names `module.function` of everything available, sorted. Loads every module. */
  names(): Promise<readonly string[]>;
  /** The function of a name. Throws FunctionNotAvailableError. */
  find(name: string): Promise<PluginFunction<ExecutionContext>>;
  /** Whether a function is available. */
  has(name: string): Promise<boolean>;
  /** Which plugin serves a virtual name, e.g. `aptpkg` for `pkg`; undefined when none does. */
  provider(virtualName: string): Promise<string | undefined>;
}

/** What a running function may ask of the daemon that it runs in (or of `salt-call`). */
export interface MinionControl {
  /** The jobs at work: their publish maps with `pid`. */
  running(): Promise<readonly Dict[]>;
  /** Sends a signal to a job at work; says what was done, as a text for people. */
  signalJob(jid: string, signal: number): Promise<string>;
  /** Fires an event on the master's bus; false when it could not be delivered. */
  fireMaster(tag: string, data: Dict, preload?: Dict): Promise<boolean>;
  /** Fires an event on this machine's own bus. */
  fireLocal(tag: string, data: Dict): Promise<boolean>;
  /** Sends a command to the master's request port and gives its reply. Throws TimeoutError and SaltError. */
  request(load: Dict): Promise<Value>;
  /** Fetches the pillar anew, for the daemon or with overrides for one call. */
  compilePillar(options?: {
    readonly override?: Dict;
    readonly saltenv?: string;
    readonly pillarenv?: string;
    /** One external source more, where the master allows that. */
    readonly ext?: Dict;
  }): Promise<Dict>;
  /** Makes the daemon fetch its pillar again. */
  refreshPillar(): Promise<boolean>;
  /** Makes the daemon look at its grains again. */
  refreshGrains(): Promise<boolean>;
  /** Makes the daemon forget loaded plugins, so that synced ones are seen. */
  refreshModules(): Promise<boolean>;
  /**
   * Asks the daemon's scheduler for something, in the form of Salt's event `manage_schedule`; what the event that answers
   * carries. Undefined where no daemon runs.
   */
  schedule(request: Dict): Promise<Dict | undefined>;
  /** Asks the daemon for something about its beacons, in the form of Salt's event `manage_beacons`; as `schedule`. */
  beacons(request: Dict): Promise<Dict | undefined>;
  /** Makes the daemon forget what its beacons remember, and load them anew. */
  refreshBeacons(): Promise<boolean>;
  /** Deletes this minion's key at the master. */
  revokeAuth(): Promise<boolean>;
}

/** Where a state function stands in its run. */
export interface ChunkContext {
  /** The low chunk that is being run: Salt's `__low__`. */
  readonly low: Dict;
  /** Results so far, by the tags `state_|-id_|-name_|-fun`: Salt's `__running__`. */
  readonly running: ReadonlyMap<string, Dict>;
  /** All chunks of the run, in order: Salt's `__lowstate__`. */
  readonly chunks: readonly Dict[];
}

/** Which pillar is being compiled, as its external sources see it. */
export interface PillarSource {
  /** The environment of files, and the one of the pillar, where the request names them. */
  readonly saltenv: string | undefined;
  readonly pillarenv: string | undefined;
  /** Compiles the SLS below other directories for the same minion, without external sources; for git and its like. */
  compile(changes: Dict): Promise<Dict>;
  /** A directory with the files of a branch, tag or commit of git; undefined when there is none of that name. */
  checkOut(wish: GitWish): Promise<string | undefined>;
}

/** A ref of a git repository, and how it is fetched. */
export interface GitWish {
  readonly url: string;
  readonly ref: string;
  /** The ref that is taken when the other is not there; may be empty. */
  readonly fallback: string;
  readonly depth: number;
  readonly user: string;
  readonly password: string;
  /** A file with a key for SSH; may be empty. */
  readonly privkey: string;
  readonly checksCertificates: boolean;
  /** How old the last fetch may be, in milliseconds. */
  readonly updateEveryMs: number;
}

/** The context of an execution function. */
export interface ExecutionContext {
  /** This minion's id. */
  readonly id: string;
  /** The configuration by option name, unknown options included: Salt's `__opts__`. */
  readonly opts: Dict;
  readonly grains: Dict;
  readonly pillar: Dict;
  /** The job, when there is one; a call from another function has its caller's. */
  readonly job: Job | undefined;
  readonly functions: FunctionIndex;
  /** The functions of plugins of another kind, by name: states, renderers, utils and the others. */
  readonly ofKind: (kind: PluginKind) => FunctionIndex;
  readonly control: MinionControl;
  /** Absent where functions run without a process of their own. */
  readonly masterHere?: MasterHere;
  /** Absent where there is no minion whose data could be kept. */
  readonly datastore?: Datastore;
  /** Present where a person waits at a terminal: shows a line at once, before the answer. */
  readonly print?: (line: string) => void;
  /** Kept as long as the job, or the program without one: Salt's `__context__`. */
  readonly memory: Map<string, unknown>;
  /** Aborted when the job is to end. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The exit status of the job as far as it is known; functions set it as Salt's set `__context__['retcode']`. */
  retcode: number;
  /** Present in state functions that a state run calls. Whether it is a trial stands in `opts` at `test`. */
  readonly chunk?: ChunkContext;
  /** Present in renderers: the files of the tree, and what the run keeps. */
  readonly rendering?: RenderingContext;
  /** Present in external sources of the pillar, while a pillar is compiled. */
  readonly pillarSource?: PillarSource;
  /** Calls another function, e.g. `call("cmd.run", ["ls"], { cwd: "/" })`: Salt's `__salt__`. */
  call(name: string, args?: readonly Plain[], kwargs?: { readonly [name: string]: Plain }): Promise<Value>;
}

/** An execution function. */
export type ExecutionFunction = PluginFunction<ExecutionContext>;

/** A plugin of any kind whose functions run beside a minion's: states, returners, utils and the others. */
export interface FunctionModule extends Plugin {
  readonly functions: Readonly<Record<string, ExecutionFunction>>;
  /** True, or why this module cannot serve here: empty when it does not say. */
  readonly available: (context: ExecutionContext) => true | string | Promise<true | string>;
}

/** A plugin with execution functions. */
export interface ExecutionModule extends FunctionModule {
  readonly kind: "execution";
}

/** Writes down one execution function; `args` of `run` are typed by `params`. */
export function fn<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, ExecutionContext>,
): ExecutionFunction {
  return defineFunction(definition);
}

/** Writes down an execution module. */
export function executionModule(
  name: string,
  module: {
    readonly doc: string;
    readonly virtualName?: string;
    readonly available?: ExecutionModule["available"];
    readonly functions: Readonly<Record<string, ExecutionFunction>>;
  },
): ExecutionModule {
  return {
    kind: "execution",
    name,
    virtualName: module.virtualName ?? name,
    doc: module.doc,
    functions: module.functions,
    available: module.available ?? (() => true),
  };
}
