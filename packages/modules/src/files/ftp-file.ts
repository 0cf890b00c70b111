/**
 * Fetching files over FTP, in passive mode.
 */
import type { Socket } from "node:net";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { CommandExecutionError } from "@salt/core";
import { shownUrl } from "./web-file.js";

/** How long a server may be silent, in ms. */
const SILENCE_MS = 60_000;
const PORT = 21;

/** The bytes of a file, piece by piece. Throws CommandExecutionError. */
export async function* ftpPieces(url: URL, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const port = url.port === "" ? PORT : Number(url.port);
  const control = await open(url, url.hostname, port, signal);
  try {
    const dialog = new FtpDialog(control, url);
    await dialog.expect([220]);
    await dialog.signIn();
    await dialog.say("TYPE I", [200]);
    const data = await open(url, url.hostname, passivePort(await dialog.say("EPSV", [229]), url), signal);
    try {
      await dialog.say(`RETR ${pathOf(url)}`, [125, 150]);
      for await (const piece of data) if (piece instanceof Uint8Array) yield piece;
      await dialog.expect([226, 250]);
    } finally {
      data.destroy();
    }
  } finally {
    control.destroy();
  }
}

/** Commands and replies on the control connection. */
class FtpDialog {
  readonly #control: Socket;
  readonly #url: URL;
  readonly #lines: AsyncIterator<string>;

  constructor(control: Socket, url: URL) {
    this.#control = control;
    this.#url = url;
    this.#lines = createInterface({ input: control })[Symbol.asyncIterator]();
  }

  async signIn(): Promise<void> {
    const user = this.#url.username === "" ? "anonymous" : decodeURIComponent(this.#url.username);
    const password = this.#url.username === "" ? "anonymous@" : decodeURIComponent(this.#url.password);
    const reply = await this.say(`USER ${user}`, [230, 331]);
    if (reply.startsWith("331")) await this.say(`PASS ${password}`, [230, 202]);
  }

  /** Sends a command and gives the last line of the reply. Throws CommandExecutionError for another status. */
  async say(command: string, statuses: readonly number[]): Promise<string> {
    // A line break would be a second command.
    if (/[\r\n\0]/.test(command)) throw failure(this.#url, "its path or account has a line break");
    this.#control.write(`${command}\r\n`);
    return await this.expect(statuses);
  }

  async expect(statuses: readonly number[]): Promise<string> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw failure(this.#url, "the server hung up");
      if (!/^\d{3} /.test(value)) continue;
      if (statuses.includes(Number(value.slice(0, 3)))) return value;
      throw failure(this.#url, value.slice(0, 200));
    }
  }
}

async function open(url: URL, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port, signal });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(failure(url, "the server is silent")));
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(failure(url, error.message)));
  });
}

/** The server names a port of its own; the host is always the one that was asked. */
function passivePort(reply: string, url: URL): number {
  const port = Number(/\(\|\|\|(\d{1,5})\|\)/.exec(reply)?.[1]);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw failure(url, "the server names no port");
}

function pathOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

function failure(url: URL, reason: string): CommandExecutionError {
  return new CommandExecutionError(`Error: ${reason} reading ${shownUrl(url)}`);
}
