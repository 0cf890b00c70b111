/**
 * One Python process: messages to it, messages from it, and its end.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { dirname } from "node:path";
import type { Duplex } from "node:stream";
import { Duplex as DuplexStream } from "node:stream";
import type { Logger, Plain } from "@salt/core";
import { errorText } from "@salt/core";
import { PythonProcessError } from "./errors.js";
import { encodeFrame, FrameReader } from "./frames.js";
import type { FromPython } from "./messages.js";
import { readFromPython } from "./messages.js";
import { hostProgram } from "./sources.js";

/** What a Python process is started with. */
export interface PythonProcessParts {
  /** The interpreter, e.g. `python3`. */
  readonly program: string;
  /** Further directories that modules import from. */
  readonly directories: readonly string[];
  /** Where compiled code of the program is kept; empty keeps none. */
  readonly cacheDir: string;
  /** Python's number of the lowest level that is logged. */
  readonly logLevel: number;
  /** Largest message it may send, in bytes. */
  readonly maxReturnBytes: number;
  readonly onMessage: (message: FromPython) => void;
  readonly log: Logger;
}

/** Bytes around the value of a return. */
const ENVELOPE = 1 << 16;
/** Characters of error output that are kept for the message about a crash. */
const ERROR_TAIL = 4096;

/** A running Python. */
export class PythonProcess {
  /** Resolves at its end, with an error that says how it ended. */
  readonly ended: Promise<PythonProcessError>;
  readonly #parts: PythonProcessParts;
  readonly #child: ChildProcess;
  readonly #socket: Duplex;
  #errors = "";
  #fault = "";

  /** Starts it. Throws PythonProcessError when the program is not there. */
  constructor(parts: PythonProcessParts) {
    this.#parts = parts;
    const { program, maxReturnBytes, logLevel, cacheDir, directories } = parts;
    const words = [hostProgram(), String(maxReturnBytes), String(logLevel), cacheDir, ...directories];
    this.#child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    this.ended = this.#watch();
    const socket = this.#child.stdio[3];
    if (!(socket instanceof DuplexStream)) throw new PythonProcessError("Python cannot be talked to");
    this.#socket = socket;
    this.#listen(new FrameReader(maxReturnBytes + ENVELOPE));
  }

  /** Process id; 0 when it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends a message. Throws EncodeError for a value that has no form. */
  send(message: Plain): void {
    const frame = encodeFrame(message);
    if (this.#socket.writable) this.#socket.write(frame);
  }

  /** Ends it, whatever it does at the moment. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #listen(reader: FrameReader): void {
    this.#socket.on("data", (chunk: Buffer) => {
      try {
        for (const value of reader.push(chunk)) this.#parts.onMessage(readFromPython(value));
      } catch (error) {
        this.#fault = `Python sent what cannot be read: ${errorText(error)}`;
        this.kill();
      }
    });
    this.#socket.on("error", () => {}); // Its end says more.
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.#printed(text));
    }
  }

  #printed(text: string): void {
    this.#errors = (this.#errors + text).slice(-ERROR_TAIL);
    this.#parts.log.info({ pid: this.pid, text: text.trimEnd() }, "A Python module printed something");
  }

  /** What it printed before its end is read before the end counts. */
  async #watch(): Promise<PythonProcessError> {
    const child = this.#child;
    return await new Promise((resolve) => {
      child.once("error", (error) => resolve(startError(this.#parts.program, error)));
      child.once("close", (code, signal) => resolve(endError(code, signal, this.#fault || this.#errors)));
    });
  }
}

/** A crash of the interpreter lists the calls under way; those of the host say nothing. */
function withoutHost(printed: string): string {
  const place = dirname(hostProgram());
  const lines = printed.split("\n").filter((line) => !line.includes(place));
  return lines.join("\n");
}

function startError(program: string, error: Error): PythonProcessError {
  const isMissing = "code" in error && error.code === "ENOENT";
  const what = isMissing ? "is not installed on this machine" : `cannot be started (${error.message})`;
  return new PythonProcessError(`Python modules need the program '${program}', which ${what}`, {
    hint: "Install Python 3.6 or later, or name it by the option python_program.",
    cause: error,
  });
}

function endError(code: number | null, signal: NodeJS.Signals | null, printed: string): PythonProcessError {
  const how = signal === null ? `with status ${code}` : `by signal ${signal}`;
  const last = withoutHost(printed).trim();
  return new PythonProcessError(`The Python process ended ${how}${last === "" ? "" : `:\n${last}`}`);
}
