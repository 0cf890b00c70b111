/**
 * One shell for one page: what a command leaves behind (directories, variables) is there for the next.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { SaltError, TimeoutError } from "@salt/core";

/** What a command printed, both streams in the order of writing, and its exit status. */
export interface Printed {
  readonly lines: readonly string[];
  readonly status: number;
}

/** A running shell. */
export class Shell {
  readonly #process: ChildProcess;
  #output = "";
  #onOutput: () => void = () => {};

  /** Starts a shell with this environment, in this directory. */
  constructor(environment: Readonly<Record<string, string>>, directory: string) {
    const options = { env: { ...environment }, cwd: directory, stdio: "pipe" } as const;
    this.#process = spawn("bash", ["--noprofile", "--norc"], options);
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#onOutput();
    });
    this.#process.on("exit", () => this.#onOutput());
    this.#process.stdin?.write("exec 2>&1\n");
  }

  /** Types a command and waits for its end. Throws TimeoutError after `deadlineMs`. */
  async type(command: string, deadlineMs: number): Promise<Printed> {
    const mark = randomUUID();
    const from = this.#output.length;
    const end = new RegExp(`^([\\s\\S]*)\\n${mark} (\\d+)\\n`);
    this.#process.stdin?.write(`{ ${command}\n} </dev/null\nprintf '\\n%s %s\\n' ${mark} $?\n`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new TimeoutError(`The command has not ended: ${command}\n${this.#output.slice(from)}`));
      }, deadlineMs);
      this.#onOutput = () => {
        const [, text, status] = end.exec(this.#output.slice(from)) ?? [];
        if (text !== undefined) resolve({ lines: text.split("\n"), status: Number(status) });
        else if (this.#process.exitCode !== null) reject(new SaltError("DOCS_SHELL", "The shell has ended"));
        else return;
        clearTimeout(timer);
      };
      this.#onOutput();
    });
  }

  /** Ends the shell. */
  close(): void {
    this.#process.kill("SIGKILL");
  }
}
