/**
 * Fetching files of repositories: from this machine, or over HTTP with bounds on size and time.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { SpmConfig } from "@salt/core";
import { errorText } from "@salt/core";
import { SpmError } from "../errors.js";
import type { Repository } from "./definitions.js";
import { Pace } from "./pace.js";

/** Bounds on a transfer. */
export type TransferLimits = Pick<SpmConfig, "spm_timeout" | "spm_max_download">;

const MAX_TEXT = 32 * 1024 * 1024;

/** Fetches files of repositories. */
export class Transport {
  readonly #limits: TransferLimits;
  readonly #signal: AbortSignal;

  constructor(limits: TransferLimits, signal: AbortSignal) {
    this.#limits = limits;
    this.#signal = signal;
  }

  /** The bytes of a small file. Throws SpmError. */
  async bytes(repository: Repository, name: string): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#chunks(repository, name, MAX_TEXT)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Puts a file under a path, wholly or not at all. Throws SpmError. */
  async download(repository: Repository, name: string, path: string): Promise<void> {
    const temporary = `${path}.new`;
    try {
      const chunks = this.#chunks(repository, name, this.#limits.spm_max_download);
      await pipeline(chunks, createWriteStream(temporary, { mode: 0o644 }));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error instanceof SpmError ? error : failed(repository, name, error);
    }
  }

  async *#chunks(repository: Repository, name: string, maxBytes: number): AsyncGenerator<Uint8Array> {
    const pace = new Pace(this.#limits.spm_timeout);
    let bytes = 0;
    try {
      for await (const chunk of await this.#open(repository, name, pace)) {
        pace.came(chunk.length);
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new SpmError("repository", `${label(repository, name)} is larger than ${maxBytes} bytes`);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof SpmError ? error : failed(repository, name, error);
    } finally {
      pace.close();
    }
  }

  async #open(repository: Repository, name: string, pace: Pace): Promise<AsyncIterable<Uint8Array>> {
    const url = addressOf(repository, name);
    if (url.protocol === "file:") return createReadStream(fileURLToPath(url));
    const signal = AbortSignal.any([this.#signal, pace.signal]);
    const response = await fetch(withoutCredentials(url), { headers: headersFor(repository), signal });
    if (!response.ok) throw new SpmError("repository", `${label(repository, name)}: HTTP ${response.status}`);
    if (response.body === null)
      throw new SpmError("repository", `${label(repository, name)}: the answer is empty`);
    return response.body;
  }
}

/** Name and password of a repository: from its own fields, or from its address. */
function headersFor({ url, username, password }: Repository): Headers {
  const headers = new Headers();
  const account =
    username !== undefined
      ? `${username}:${password}`
      : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  if (account !== ":") headers.set("authorization", `Basic ${Buffer.from(account).toString("base64")}`);
  return headers;
}

function addressOf({ url }: Repository, name: string): URL {
  const base = url.href.endsWith("/") ? url.href : `${url.href}/`;
  return new URL(name.split("/").map(encodeURIComponent).join("/"), base);
}

/** The file for messages; an address may have a password in it. */
function label(repository: Repository, name: string): string {
  return withoutCredentials(addressOf(repository, name)).href;
}

function withoutCredentials(url: URL): URL {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  return plain;
}

function failed(repository: Repository, name: string, cause: unknown): SpmError {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return new SpmError(
    "repository",
    `${label(repository, name)} cannot be fetched: ${errorText(cause)}${deeper}`,
    {
      cause,
      hint: `Check the repository ${repository.name}, or set 'enabled: false' for it.`,
    },
  );
}
