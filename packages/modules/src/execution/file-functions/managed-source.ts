/**
 * Fetching the source of a managed file, and knowing its checksum.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getString,
  isDict,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { mergedVariables, TEMPLATE_ENGINES } from "../../templates/minion-renderers.js";
import { hashFile } from "./hash-file.js";
import { exists } from "./paths.js";
import type { SourceSum } from "./source-sum.js";
import { schemeOf, sourceSum, VALID_PROTOS, withoutPassword } from "./source-sum.js";
import { renderedFile, templateFault } from "./template-text.js";

/** What `file.get_managed` is asked. */
export interface ManagedRequest {
  readonly name: string;
  readonly template: Value;
  readonly source: Value;
  readonly source_hash: Value;
  readonly source_hash_name: Value;
  readonly saltenv: Value;
  readonly skip_verify: boolean;
  readonly verify_ssl: boolean;
  readonly use_etag: boolean;
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
  readonly attrs: Value;
  /** Variables of a template, and those that `context` lacks. */
  readonly context: Value;
  readonly defaults: Value;
  /** Further keyword arguments: variables too. */
  readonly variables?: ReadonlyMap<string, Value>;
}

/** Where the source is on this machine, its checksum, and what went wrong; empty texts for what is not there. */
export interface ManagedSource {
  readonly path: string;
  readonly sum: Dict;
  readonly fault: string;
}

const NO_SUM: Dict = new Map();

/** Fetches the source where it is not on this machine. */
export async function managedSource(
  request: ManagedRequest,
  context: ExecutionContext,
): Promise<ManagedSource> {
  if (!isTruthy(request.source)) return { path: "", sum: NO_SUM, fault: "" };
  const source = pythonStr(request.source);
  const known = VALID_PROTOS.includes(schemeOf(source)) ? schemeOf(source) : "";
  const local =
    known === "" ? source : known === "file" ? source.slice("file://".length).replace(/\/+$/, "") : "";
  if (local !== "" && !exists(local)) return fault(`Local file source ${local} does not exist`);
  const sum = await sumOf(source, known, local, request, context);
  if (typeof sum === "string") return fault(sum);
  if (isTruthy(request.template)) return await renderedSource(source, local, sum, request, context);
  if (known === "" || known === "file" || known === "salt") return { path: local, sum, fault: "" };
  return await fetchSource(source, sum, request, context);
}

/** A source that is a template: the file with its text, and the checksum of that. */
async function renderedSource(
  source: string,
  local: string,
  sum: Dict,
  request: ManagedRequest,
  context: ExecutionContext,
): Promise<ManagedSource> {
  const engine = pythonStr(request.template);
  const found = local === "" ? await fetchSource(source, sum, request, context) : { path: local, fault: "" };
  if (found.fault !== "") return fault(found.fault);
  if (!TEMPLATE_ENGINES.has(engine)) return fault(templateFault(engine), found.path);
  const path = await renderedFile(
    found.path,
    engine,
    variablesOf(request),
    pythonStr(request.saltenv),
    context,
  );
  return { path, sum: asDict({ hsum: await hashFile(path, "sha256"), hash_type: "sha256" }), fault: "" };
}

function variablesOf(request: ManagedRequest): Dict {
  const { name, source, user, group, mode, attrs } = request;
  const own = Object.entries({ name, source, user, group, mode, attrs });
  const more = [...(request.variables ?? [])].filter(([key]) => !key.startsWith("__"));
  return mergedVariables(new Map<Value, Value>([...own, ...more]), request.defaults, request.context);
}

function fault(text: string, path = ""): ManagedSource {
  return { path, sum: NO_SUM, fault: text };
}

/** The checksum, or why there is none. */
async function sumOf(
  source: string,
  scheme: string,
  local: string,
  request: ManagedRequest,
  context: ExecutionContext,
): Promise<Dict | string> {
  if (scheme === "salt") {
    const found = await context.call("cp.hash_file", [source, request.saltenv]);
    if (isDict(found) && found.size > 0) return found;
    return `Source file ${source} not found in saltenv '${pythonStr(request.saltenv)}'`;
  }
  if (local !== "" && !isTruthy(request.source_hash))
    return asDict({ hsum: await hashFile(local, "sha256"), hash_type: "sha256" });
  if (request.skip_verify) return NO_SUM;
  if (isTruthy(request.source_hash)) return await statedSum(source, request, context);
  if (request.use_etag) return NO_SUM;
  return `Unable to verify upstream hash of source file ${withoutPassword(source)}, please set source_hash or set skip_verify to True`;
}

async function statedSum(
  source: string,
  request: ManagedRequest,
  context: ExecutionContext,
): Promise<Dict | string> {
  try {
    const found = await sourceSum(
      {
        file_name: request.name,
        source,
        source_hash: pythonStr(request.source_hash),
        source_hash_name: request.source_hash_name === null ? null : pythonStr(request.source_hash_name),
        saltenv: pythonStr(request.saltenv),
        verify_ssl: request.verify_ssl,
      },
      context,
    );
    return new Map(Object.entries(found));
  } catch (error) {
    if (error instanceof CommandExecutionError) return error.message;
    throw error;
  }
}

function asDict({ hsum, hash_type }: SourceSum): Dict {
  return new Map([
    ["hsum", hsum],
    ["hash_type", hash_type],
  ]);
}

/** A source from the net: out of the cache when it is the right one, else fetched. */
async function fetchSource(
  source: string,
  sum: Dict,
  request: ManagedRequest,
  context: ExecutionContext,
): Promise<ManagedSource> {
  const cached = await context.call("cp.is_cached", [source, request.saltenv]);
  const kind = getString(sum, "hash_type") ?? "sha256";
  const hasReason = isTruthy(request.source_hash) || request.skip_verify || request.use_etag;
  if (typeof cached === "string" && cached !== "" && hasReason) {
    const hsum = await hashFile(cached, kind);
    if (request.skip_verify) return { path: cached, sum: asDict({ hsum, hash_type: kind }), fault: "" };
    if (!request.use_etag && hsum === getString(sum, "hsum")) return { path: cached, sum, fault: "" };
  }
  let path: Value;
  try {
    const options = {
      source_hash: getString(sum, "hsum") ?? null,
      verify_ssl: request.verify_ssl,
      use_etag: request.use_etag,
    };
    path = await context.call("cp.cache_file", [source, request.saltenv], options);
  } catch (error) {
    return fault(`Failed to cache ${withoutPassword(source)}: ${errorText(error)}`);
  }
  if (typeof path !== "string" || !exists(path))
    return fault(`Source file '${withoutPassword(source)}' not found`);
  if (path === request.name) throw new SaltInvocationError("Source file cannot be the same as destination");
  return { path, sum, fault: "" };
}
