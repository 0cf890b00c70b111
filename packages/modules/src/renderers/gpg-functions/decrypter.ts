/**
 * PGP messages within data. What they hold is never logged, and no program gets it as an argument.
 */
import { join } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { getString, isDict, isList, isTruthy } from "@salt/core";
import { RenderFault } from "@salt/render";
import { findProgram } from "../../execution/cmd/programs.js";
import { runGpg } from "./run-gpg.js";

const MESSAGE = /-----BEGIN PGP MESSAGE-----[\s\S]*?-----END PGP MESSAGE-----/g;

/** Decrypts by one program with the keys of one directory. */
export class Decrypter {
  readonly #program: string;
  readonly #keys: string;
  readonly #context: ExecutionContext;
  readonly #translate: boolean;

  private constructor(program: string, keys: string, context: ExecutionContext, translate: boolean) {
    this.#program = program;
    this.#keys = keys;
    this.#context = context;
    this.#translate = translate;
  }

  /** `translate`: `\n` in a text stands for a line's end. Throws RenderFault where there is no gpg. */
  static async open(context: ExecutionContext, translate: boolean): Promise<Decrypter> {
    const program = findProgram("gpg");
    if (program === undefined) throw new RenderFault("GPG unavailable");
    return new Decrypter(program, keyDirectory(context), context, translate);
  }

  /** The value with all messages in it decrypted. Throws RenderFault where `gpg_decrypt_must_succeed` asks for it. */
  async value(value: Value): Promise<Value> {
    if (typeof value === "string") return await this.#text(value);
    if (value instanceof Uint8Array) return await this.#text(Buffer.from(value).toString("latin1"));
    if (isList(value)) {
      const out: Value[] = [];
      for (const item of value) out.push(await this.value(item));
      return out;
    }
    if (!isDict(value)) return value;
    const out = new Map<Value, Value>();
    for (const [key, item] of value) out.set(key, await this.value(item));
    return out;
  }

  async #text(given: string): Promise<Value> {
    const text = this.#translate ? given.replaceAll("\\n", "\n") : given;
    const parts: Uint8Array[] = [];
    let at = 0;
    for (const match of text.matchAll(MESSAGE)) {
      parts.push(Buffer.from(text.slice(at, match.index)), await this.#message(match[0]));
      at = match.index + match[0].length;
    }
    if (at === 0) return text;
    return readable(Buffer.concat([...parts, Buffer.from(text.slice(at))]));
  }

  async #message(message: string): Promise<Uint8Array> {
    const input = message.replaceAll("\\n", "\n");
    const { signal, opts, log } = this.#context;
    const found = await runGpg({ program: this.#program, keys: this.#keys, input, signal });
    if (found.output.length > 0) return found.output;
    const reason = found.reason;
    log.warn({ keys: this.#keys, reason }, "A PGP message cannot be decrypted");
    if (!isTruthy(opts.get("gpg_decrypt_must_succeed"))) return Buffer.from(message);
    throw new RenderFault(`Could not decrypt cipher, received: ${reason}`, undefined, {
      hint: `The secret keys are looked for in ${this.#keys} (option 'gpg_keydir').`,
    });
  }
}

function keyDirectory({ opts }: ExecutionContext): string {
  const config = getString(opts, "config_dir") || "/etc/salt";
  return getString(opts, "gpg_keydir") || join(config, "gpgkeys");
}

/** Text without the newlines at its end, which YAML's blocks add; bytes where it is no text. */
function readable(bytes: Buffer): Value {
  const end = bytes.findLastIndex((byte) => byte !== 0x0a) + 1;
  const kept = bytes.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(kept);
  } catch {
    return Uint8Array.from(kept);
  }
}
