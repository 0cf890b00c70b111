/**
 * Running git.
 */
import { execFile } from "node:child_process";
import { FileSourceError } from "../../errors.js";

/** How git is run. */
export interface GitOptions {
  /** The bare repository. */
  readonly repository: string;
  readonly timeoutMs: number;
  /** Settings of this run by name; they are handed over in the environment, where other accounts do not see them. */
  readonly settings?: ReadonlyMap<string, string>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The largest output taken; lists of files and single files are all that is asked for. */
const MAX_OUTPUT = 512 * 1024 * 1024;
/** Transports that git may use: never a command of the URL's own. */
const PROTOCOLS = "file:git:http:https:ssh";

/** Runs git and gives what it printed. Throws FileSourceError with its complaint. */
export async function runGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const { timeoutMs: timeout, signal } = options;
    const run = { encoding: "buffer", maxBuffer: MAX_OUTPUT, timeout, env: environmentOf(options) } as const;
    const words = [`--git-dir=${options.repository}`, ...args];
    execFile("git", words, signal === undefined ? run : { ...run, signal }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failure(args[0] ?? "", error, stderr));
    });
  });
}

function environmentOf({ settings = new Map(), environment = {} }: GitOptions): NodeJS.ProcessEnv {
  const variables: Record<string, string> = {};
  for (const [index, [name, value]] of [...settings].entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = name;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return {
    ...process.env,
    GIT_CONFIG_COUNT: String(settings.size),
    ...variables,
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
    ...environment,
  };
}

function failure(
  command: string,
  error: Error & { readonly code?: unknown },
  stderr: Buffer,
): FileSourceError {
  if (error.code === "ENOENT") {
    return new FileSourceError("gitfs needs the program git", { hint: "Install git.", cause: error });
  }
  const text = withoutPassword(stderr.toString().trim().split("\n").slice(-3).join(" ")).slice(0, 500);
  return new FileSourceError(`git ${command} failed: ${text === "" ? "it gave no reason" : text}`);
}

/** A text without the passwords of URLs in it. */
export function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]*@/g, "$1<redacted>@");
}
