/**
 * `http.query`: from its arguments to a request, and from the answer to what Salt returns.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  isDict,
  isList,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { SALT_VERSION } from "../../grains/portable/salt-version.js";
import { caBundle } from "./ca-bundle.js";
import { bodyText, dataOf, INVALID_KIND, kindOf } from "./decode.js";
import type { WebAnswer, WebRequest } from "./exchange.js";
import { exchange, NoAnswer } from "./exchange.js";
import { formWithFile, urlEncoded } from "./form.js";
import { rendered, requestHeaders } from "./headers.js";
import { networkErrorText } from "./network-error.js";
import type { QueryArgs } from "./query-params.js";
import { proxyOf } from "./web-proxy.js";

/** What a method is made of. */
const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,1000}$/;
/** A body that is larger is refused, whatever `http_max_body` allows; in bytes. */
const MAX_BODY = 512 * 1024 * 1024;
const PYTHON_ONLY = ["stream", "streaming_callback", "header_callback", "handle"] as const;
const COOKIES = ["cookies", "cookie_jar", "persist_session", "session_cookie_jar"] as const;

/** Asks a server. Errors of the network are part of the answer. Throws SaltInvocationError and CommandExecutionError. */
export async function query(args: QueryArgs, context: ExecutionContext): Promise<Dict> {
  refuse(args);
  const isTest = args.test === true;
  if (isTest && args.test_url === null) return new Map();
  if (isTruthy(args.formdata) && !isTruthy(args.formdata_fieldname))
    return dict({ error: "formdata_fieldname is required when formdata=True" });
  const opts: Dict = isDict(args.opts) ? new Map([...context.opts, ...args.opts]) : context.opts;
  const request = await requestOf(args, opts, context);
  const told: MutableDict = isTest ? new Map<Value, Value>([["test", true]]) : new Map();
  context.log.debug({ host: request.url.host, method: request.method }, "Asking a web server");
  try {
    const answer = await exchange(request);
    await tell(told, answer, args);
  } catch (error) {
    context.signal.throwIfAborted();
    const text = networkErrorText(error);
    if (text === undefined) throw error;
    if (error instanceof NoAnswer) told.set("status", 599);
    else if (args.status === true) told.set("status", 0);
    told.set("error", text);
  }
  return told;
}

function refuse(args: QueryArgs): void {
  for (const name of PYTHON_ONLY)
    if (isTruthy(args[name])) throw new SaltInvocationError(`${name} is for callers in Python only`);
  for (const name of COOKIES)
    if (isTruthy(args[name])) throw new SaltInvocationError(`${name}: cookies are not kept between requests`);
  if (pythonStr(args.port) !== "80") throw new SaltInvocationError("port: name the port in the address");
}

async function requestOf(args: QueryArgs, opts: Dict, context: ExecutionContext): Promise<WebRequest> {
  const url = addressOf(args.test === true ? args.test_url : args.url);
  // As Salt does: what the address already asks for comes first.
  if (isTruthy(args.params)) url.search = urlEncoded([...url.searchParams], args.params);
  const method = args.method ?? "GET";
  if (!METHOD.test(method)) throw new SaltInvocationError(`method: ${JSON.stringify(method)} is none`);
  const headers = await requestHeaders(args, SALT_VERSION, context);
  const body = await bodyOf(args, headers, context);
  const hasType = [...headers.keys()].some((name) => name.toLowerCase() === "content-type");
  if (body !== undefined && method === "POST" && !hasType)
    headers.set("Content-Type", "application/x-www-form-urlencoded");
  return {
    url,
    method,
    headers,
    body,
    account: accountOf(args, url),
    tls: tlsOf(args, opts),
    proxy: proxyOf(opts, url.hostname),
    maxBody: Math.min(numberOf(opts, "http_max_body", MAX_BODY), MAX_BODY),
    connectMs: numberOf(opts, "http_connect_timeout", 20) * 1000,
    requestMs: numberOf(opts, "http_request_timeout", 3600) * 1000,
    signal: context.signal,
  };
}

function addressOf(value: Value): URL {
  const text = pythonStr(value);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new CommandExecutionError(`Unsupported url scheme: ${text.split("?")[0] ?? ""}`);
}

function accountOf(args: QueryArgs, url: URL): string | undefined {
  const [user, password] = isList(args.auth) ? args.auth : [args.username, args.password];
  if (user !== undefined && isTruthy(user))
    return `${pythonStr(user)}:${isTruthy(password ?? null) ? pythonStr(password ?? "") : ""}`;
  return url.username === ""
    ? undefined
    : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
}

function tlsOf(args: QueryArgs, opts: Dict): WebRequest["tls"] {
  const isChecked = isTruthy(args.verify_ssl ?? opts.get("verify_ssl") ?? true);
  const bundle = typeof args.ca_bundle === "string" ? args.ca_bundle : caBundle(opts);
  const given = args.cert ?? opts.get("cert") ?? null;
  const [cert, key] = isList(given) ? given.map(pythonStr) : isTruthy(given) ? [pythonStr(given)] : [];
  const own =
    cert === undefined || !existsSync(cert)
      ? {}
      : { cert: readFileSync(cert, "utf8"), key: readFileSync(key ?? cert, "utf8") };
  const ca = isChecked && bundle !== undefined ? { ca: readFileSync(bundle, "utf8") } : {};
  return { rejectUnauthorized: isChecked, ...ca, ...own };
}

async function bodyOf(
  args: QueryArgs,
  headers: Map<string, string>,
  context: ExecutionContext,
): Promise<Uint8Array | undefined> {
  const data =
    args.data_file === null
      ? args.data
      : await rendered(args.data_file, args.data_render, args.data_renderer, args.template_dict, context);
  if (isTruthy(args.formdata)) {
    const form = formWithFile(
      pythonStr(args.formdata_fieldname),
      pythonStr(args.formdata_filename ?? ""),
      pythonStr(data ?? ""),
    );
    headers.set("Content-Type", form.type);
    return form.body;
  }
  if (data === null) return undefined;
  if (data instanceof Uint8Array) return data;
  if (isDict(data)) return Buffer.from(urlEncoded([], data));
  if (typeof data === "string") return Buffer.from(data);
  throw new CommandExecutionError("data: a text or a map is needed here");
}

function numberOf(opts: Dict, name: string, fallback: number): number {
  const value = Number(opts.get(name) ?? fallback);
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

async function tell(told: MutableDict, answer: WebAnswer, args: QueryArgs): Promise<void> {
  const body: Value = isTruthy(args.decode_body) ? bodyText(answer.body, answer.headers) : answer.body;
  const isGood = answer.status >= 200 && answer.status < 300;
  if (!isGood && isTruthy(args.raise_error)) {
    told.set("status", answer.status);
    told.set("error", `HTTP ${answer.status}: ${answer.reason}`);
    told.set("body", body);
    return;
  }
  told.set("body", body);
  const text = typeof body === "string" ? body : "";
  if (args.text_out !== null) writeFileSync(pythonStr(args.text_out), text);
  if (args.headers_out !== null && existsSync(pythonStr(args.headers_out)))
    writeFileSync(
      pythonStr(args.headers_out),
      [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join(""),
    );
  if (args.status === true) told.set("status", answer.status);
  if (args.headers === true) told.set("headers", new Map<Value, Value>(answer.headers));
  const isPlain = args.decode === true && (await decode(told, text, answer, args));
  if (args.text === true || isPlain) told.set("text", body);
}

/** Puts the data of an answer into what is told; true when it is a plain text. */
async function decode(told: MutableDict, text: string, answer: WebAnswer, args: QueryArgs): Promise<boolean> {
  const type = answer.headers.get("Content-Type") ?? "application/json";
  const kind = args.decode_type === "auto" ? kindOf(type) : (args.decode_type ?? "");
  if (!["json", "xml", "yaml", "plain"].includes(kind)) {
    told.set("error", INVALID_KIND);
    return false;
  }
  const data = await dataOf(text, kind);
  if (data !== undefined) told.set("dict", data);
  if (isTruthy(args.decode_out)) writeFileSync(pythonStr(args.decode_out), text);
  return kind === "plain";
}
