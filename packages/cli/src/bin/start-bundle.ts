/**
 * Loads the bundled programs. The build divides all commands into chunks that they share, and keeps V8's compiled
 * code beside each, so that a command reads and compiles only what it comes to use.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { deferExtraCertificates } from "./extra-certificates.js";

/** What a chunk exports. */
type Exports = Readonly<Record<string, unknown>>;

/** A chunk as the build writes it: a function that hands over what it exports. */
type ChunkFunction = (
  load: (chunk: string) => Exports,
  later: (chunk: string) => Promise<Exports>,
  importOther: (specifier: string) => Promise<unknown>,
  handOver: (exports: Exports) => void,
  require: NodeJS.Require,
  moduleUrl: string,
) => void;

/**
 * How V8 runs the programs. Commands end soon: optimizing code as eagerly as V8 does by itself took up to half of
 * their processor time, and what loops for long is optimized all the same; space for new objects that does not grow
 * takes a third off their memory. Compiled code counts only where the flags are those that it was compiled with, so a
 * limit of memory, which has had its effect by now, is taken out of their sum.
 */
const FLAGS = [
  ...interruptBudget(1_000_000),
  "--semi-space-growth-factor=1",
  "--no-parallel-scavenge",
  "--max-old-space-size=0",
];

/**
 * What daemons change while they run, as they make far more new objects than commands and run the same code for days:
 * V8's own values.
 */
const DAEMON_FLAGS = ["--semi-space-growth-factor=2", "--parallel-scavenge", ...interruptBudget(67_584)];
const DAEMONS: ReadonlySet<string> = new Set(["salt-api-main", "salt-master-main", "salt-minion-main"]);

/** How much is run before V8 thinks of optimizing it; the V8 of Node 22 and later counts something else. */
function interruptBudget(budget: number): readonly string[] {
  return Number.parseInt(process.versions.v8, 10) < 12 ? [`--interrupt-budget=${budget}`] : [];
}

/** Sets the flags under which code is compiled. */
export function setFlags(flags: readonly string[] = FLAGS): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** Where compiled code of a chunk is kept. */
export const COMPILED = ".compiled";

/** The chunks of a directory, each loaded once. */
export class Chunks {
  /** What V8 has compiled so far, by chunk. */
  readonly scripts = new Map<string, Script>();
  readonly #loaded = new Map<string, Exports>();
  readonly #dir: string;
  readonly #require: NodeJS.Require;
  readonly #beforeOutside: (specifier: string) => void;
  readonly #url: string;
  readonly #flags: readonly string[];

  /** `flags` hold while nothing is compiled. */
  constructor(dir: string, flags: readonly string[] = []) {
    this.#dir = dir;
    this.#flags = flags;
    const path = join(dir, "bundle.js");
    const require = createRequire(path);
    this.#beforeOutside = deferExtraCertificates(process.env, require);
    this.#require = this.#announced(require);
    this.#url = pathToFileURL(path).href;
  }

  /** What a chunk exports; it runs when it is loaded first. */
  load(name: string): Exports {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known;
    const run: ChunkFunction = this.compile(name).runInThisContext();
    run(
      (other) => this.load(other),
      async (other) => this.load(other),
      (specifier) => {
        this.#beforeOutside(specifier);
        return import(specifier);
      },
      (exports) => this.#loaded.set(name, exports),
      this.#require,
      this.#url,
    );
    return this.#loaded.get(name) ?? {};
  }

  /** A `require` that says first what it is about to load. */
  #announced(require: NodeJS.Require): NodeJS.Require {
    const announced = (specifier: string): unknown => {
      this.#beforeOutside(specifier);
      return require(specifier);
    };
    return Object.assign(announced, require);
  }

  /** Compiles a chunk. Compiled code of another version of Node is passed over by V8. */
  compile(name: string): Script {
    const filename = join(this.#dir, `${name}.js`);
    const cachedData = readIfThere(`${filename}${COMPILED}`);
    const options = cachedData === undefined ? {} : { cachedData };
    if (this.#flags.length > 0) setFlags();
    // The build writes nothing but ASCII, which this encoding reads fastest.
    const script = new Script(readFileSync(filename, "latin1"), { filename, ...options });
    setFlags(this.#flags);
    this.scripts.set(name, script);
    return script;
  }
}

/** Runs a bundled program of a directory. */
export function startBundle(dir: string, program: string): void {
  setFlags();
  new Chunks(dir, DAEMONS.has(program) ? DAEMON_FLAGS : []).load(program);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
