/**
 * The arguments of a function as a JSON schema.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, get, isList } from "@salt/core";

/** What an argument may be, as far as a schema says. */
const KINDS = ["boolean", "integer", "number", "string"] as const;

/** The schema for what `sys.state_argspec` tells of a function. */
export function schemaOf(name: string, spec: Value): Dict {
  const args = listIn(spec, "args");
  const defaults = listIn(spec, "defaults");
  const firstDefault = args.length - defaults.length;
  const properties: MutableDict = new Map<Value, Value>();
  for (const [at, arg] of args.entries()) {
    const fallback = at < firstDefault ? null : (defaults[at - firstDefault] ?? null);
    const kinds = KINDS.map((type) =>
      dict({ type, title: arg, description: arg, ...(fallback === null ? {} : { default: fallback }) }),
    );
    properties.set(arg, dict({ oneOf: kinds }));
  }
  return dict({
    $schema: "http://json-schema.org/draft-04/schema#",
    title: name,
    description: name,
    type: "object",
    properties,
    "x-ordering": args,
    additionalProperties: false,
  });
}

function listIn(spec: Value, key: string): readonly Value[] {
  const found = get(spec, key);
  return isList(found ?? null) ? [found].flat().map((one) => one ?? null) : [];
}
