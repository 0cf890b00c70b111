/**
 * A small engine of Docker for tests: it answers by a table, and writes down what it was asked.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { dict, parseJson, toJson, toValue } from "@salt/core";
import { fakeContext } from "./execution-context.js";

/** What is answered: data for JSON, bytes as they are, or a refusal with a status. */
export type EngineAnswer = Plain | Uint8Array | { readonly status: number; readonly message: string };

/** Answers by `METHOD /path`; those that are missing are refused with status 404. */
export type EngineAnswers = Readonly<Record<string, EngineAnswer | ((body: Value) => EngineAnswer)>>;

/** An engine that listens. */
export interface FakeEngine {
  readonly context: ExecutionContext;
  /** `METHOD /path?query`, in order. */
  readonly asked: string[];
  /** Bodies of JSON, in the order in which they came. */
  readonly bodies: Value[];
}

/** Starts an engine for the length of a test. */
export async function fakeEngine(t: TestContext, answers: EngineAnswers): Promise<FakeEngine> {
  const dir = mkdtempSync(join(tmpdir(), "salt-engine-"));
  const asked: string[] = [];
  const bodies: Value[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) if (part instanceof Buffer) parts.push(part);
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    const isJson = request.headers["content-type"] === "application/json";
    const body = isJson ? parseJson(Buffer.concat(parts).toString()) : null;
    if (isJson) bodies.push(body);
    const found = answers[line] ?? answers[line.replace(/\?.*/, "")];
    const answer = typeof found === "function" ? found(body) : found;
    const { status, content } = written(answer);
    response.writeHead(status).end(content);
  });
  const socket = join(dir, "docker.sock");
  server.listen(socket);
  await once(server, "listening");
  t.after(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  const opts = dict({ "docker.url": `unix://${socket}`, file_client: "local" });
  return { context: fakeContext({ opts }).context, asked, bodies };
}

function written(answer: EngineAnswer | undefined): {
  readonly status: number;
  readonly content: Buffer | string;
} {
  if (answer === undefined) return { status: 404, content: '{"message": "No such thing"}' };
  if (answer instanceof Uint8Array) return { status: 200, content: Buffer.from(answer) };
  const value = toValue(answer);
  const status = value instanceof Map ? value.get("status") : undefined;
  if (typeof status === "number") return { status, content: toJson(value) };
  return { status: 200, content: value === null ? "" : toJson(value) };
}
