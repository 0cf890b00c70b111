/**
 * Events that web servers post.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, engineModule, errorText, maybe } from "@salt/core";

/** Bytes of a body; longer ones are refused. */
const MAX_BODY = 256 * 1024;
const MAX_CONNECTIONS = 100;
const REQUEST_MS = 10_000;

export const webhook = engineModule("webhook", {
  doc: "Takes what anybody posts to `/some/tag`, and fires it as `salt/engines/hook/some/tag`. Nobody has to sign in.",
  params: {
    address: maybe.str(null, "The address to listen on; without one, all of the machine's."),
    port: maybe.int(5000, "The port to listen on."),
    ssl_crt: maybe.str(null, "A file with a certificate, for https."),
    ssl_key: maybe.str(null, "A file with its key."),
  },
  start: async ({ address, port, ssl_crt: cert, ssl_key: key }, context) => {
    const take: RequestListener = (request, response) => void answer(request, response, context);
    const isSecure = cert !== null && key !== null;
    const server = isSecure
      ? createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, take)
      : createServer(take);
    server.maxConnections = MAX_CONNECTIONS;
    server.requestTimeout = REQUEST_MS;
    await serve(server, { port: port ?? 5000, ...(address === null ? {} : { host: address }) }, context);
  },
});

/** Listens until it is told to end. Throws CommandExecutionError when it cannot listen. */
async function serve(
  server: Server,
  place: { readonly port: number; readonly host?: string },
  { signal }: ExecutionContext,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(new CommandExecutionError(`The webhook cannot listen: ${error.message}`)),
    );
    server.once("close", resolve);
    signal.addEventListener("abort", () => {
      server.close();
      server.closeAllConnections();
    });
    server.listen(place);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: ExecutionContext,
): Promise<void> {
  try {
    const status = await take(request, context);
    response.writeHead(status).end();
  } catch (error) {
    context.log.warn({ reason: errorText(error) }, "A webhook could not be taken");
    response.writeHead(500).end();
  }
}

/** Fires what was posted; gives the status of the answer. */
async function take(request: IncomingMessage, context: ExecutionContext): Promise<number> {
  if (request.method !== "POST") return 405;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) return 413;
    chunks.push(bytes);
  }
  const tag = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [titled(name), String(value)]),
  );
  const data = { headers, body: Buffer.concat(chunks).toString("utf8") };
  const isFired = await context.call("event.send", [`salt/engines/hook/${tag}`, data]);
  return isFired === true ? 200 : 503;
}

/** The name of a header as people write it: `Content-Type`. */
function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
