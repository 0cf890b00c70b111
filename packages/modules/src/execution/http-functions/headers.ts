/**
 * The headers of a request, and the files that requests are made of.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import type { QueryArgs } from "./query-params.js";

/** All headers by name; later ones win. Throws SaltInvocationError for one that cannot be sent. */
export async function requestHeaders(
  args: QueryArgs,
  version: string,
  context: ExecutionContext,
): Promise<Map<string, string>> {
  const { header_file, header_render, header_renderer, template_dict } = args;
  const file =
    header_file === null
      ? null
      : await rendered(header_file, header_render, header_renderer, template_dict, context);
  const fromDict = isDict(file)
    ? file
    : isDict(args.header_dict)
      ? args.header_dict
      : new Map<Value, Value>();
  const list =
    typeof file === "string" ? file.split(/\r?\n/) : isList(args.header_list) ? args.header_list : [];
  const headers = new Map([...fromDict].map(([name, value]) => [pythonStr(name), pythonStr(value)]));
  for (const line of list) {
    // As in Salt, a value ends at a second colon.
    const [name = "", value] = pythonStr(line).split(":");
    if (value !== undefined) headers.set(name.trim(), value.trim());
  }
  headers.set("User-agent", isTruthy(args.agent) ? pythonStr(args.agent) : `Salt/${version} http.query()`);
  for (const [name, value] of headers) {
    if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    throw new SaltInvocationError(
      `the header ${JSON.stringify(name)} cannot be sent: wrong name or characters`,
    );
  }
  return headers;
}

/** A file, or what a template makes of it. */
export async function rendered(
  path: string,
  isTemplate: Value,
  renderers: Value,
  variables: Value,
  context: ExecutionContext,
): Promise<Value> {
  if (!isTruthy(isTemplate)) return readFileSync(path, "utf8");
  const given: Record<string, Plain> = {};
  if (isDict(variables)) for (const [name, value] of variables) given[pythonStr(name)] = value;
  const engine = isTruthy(renderers) ? renderers : (context.opts.get("renderer") ?? "jinja|yaml");
  return await context.call("slsutil.renderer", [path], { default_renderer: engine, ...given });
}
