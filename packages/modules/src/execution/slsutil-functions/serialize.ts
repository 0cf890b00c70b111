/**
 * `slsutil.serialize` and `slsutil.deserialize`.
 */
import type { Dict } from "@salt/core";
import { fn, needed, pythonStr } from "@salt/core";
import { runSerializer } from "../../serializers/serializer.js";

const serializer = needed.str("`json`, `yaml`, `python`, `keyvalue`, `configparser`, or one of your own.");

/** Both functions. */
export const serializeFunctions = {
  serialize: fn({
    doc: "Data as a text of a format.",
    examples: ["salt '*' slsutil.serialize json '{foo: Foo!}'"],
    params: { serializer, obj: needed.any("The data.") },
    varkw: "mod_kwargs",
    run: ({ serializer, obj }, context, { kwargs }) =>
      runSerializer(context, [serializer, "serialize"], obj, optionsOf(kwargs)),
  }),
  deserialize: fn({
    doc: "The data of a text of a format.",
    examples: ["salt '*' slsutil.deserialize json '{\"foo\": \"Foo!\"}'"],
    params: { serializer, stream_or_string: needed.any("The text.") },
    varkw: "mod_kwargs",
    run: ({ serializer, stream_or_string }, context, { kwargs }) =>
      runSerializer(
        context,
        [serializer, "deserialize"],
        // A text that looks like data was read as such on its way here.
        typeof stream_or_string === "object" && !(stream_or_string instanceof Uint8Array)
          ? pythonStr(stream_or_string)
          : stream_or_string,
        optionsOf(kwargs),
      ),
  }),
};

function optionsOf(kwargs: ReadonlyMap<string, unknown>): Dict {
  return new Map([...kwargs].filter(([name]) => !name.startsWith("__"))) as Dict;
}
