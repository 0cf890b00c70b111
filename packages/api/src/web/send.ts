/**
 * Sends answers: values in the form that was asked for, files, and streams no faster than they are taken.
 */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import type { AnswerForm } from "./accept.js";
import { failureForm } from "./accept.js";
import type { StreamReply, ValueReply, WebReply } from "./exchange.js";

/** What sending an answer takes. */
export interface SendOptions {
  readonly accept: string | undefined;
  /** Further header fields. */
  readonly extra: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const UNWRITABLE = "Could not serialize the return data from Salt.";

/** Sends an answer. Throws when whoever asked has gone. */
export async function send(response: ServerResponse, reply: WebReply, options: SendOptions): Promise<void> {
  const headers = { ...reply.headers, ...options.extra, "X-Content-Type-Options": "nosniff" };
  if ("stream" in reply) return await sendStream(response, reply, headers, options.signal);
  if ("body" in reply) {
    response.writeHead(200, { ...headers, "Content-Length": reply.body.length }).end(reply.body);
    return;
  }
  const form = failureForm(options.accept);
  const { status, text } = written(reply, form);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headers, "Content-Type": form.type, "Content-Length": length }).end(text);
}

/** A return with bytes has no place in JSON. */
function written({ status = 200, value }: ValueReply, form: AnswerForm): { status: number; text: string } {
  try {
    return { status, text: form.write(value) };
  } catch {
    const failure: Value = dict({ status: 500, return: UNWRITABLE });
    return { status: 500, text: form.write(failure) };
  }
}

async function sendStream(
  response: ServerResponse,
  { stream }: StreamReply,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, headers);
  response.flushHeaders();
  for await (const text of stream) {
    if (signal.aborted) break;
    if (!response.write(text)) await once(response, "drain", { signal });
  }
  response.end();
}
