/**
 * Single values of stores outside of Salt: `sdb://profile/key`.
 */
import { randomInt } from "node:crypto";
import type { Plain } from "@salt/core";
import { executionModule, fn, maybe, needed, SaltInvocationError } from "@salt/core";
import { changeSdb, sdbValue } from "./sdb-functions/uri.js";

const uri = needed.any("The address: `sdb://profile/key`.");
const CHARS = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)";
/** A value that is made up is not longer than this. */
const MAX_LENGTH = 65_536;

export const sdb = executionModule("sdb", {
  doc: "Single values of stores outside of Salt: `sdb://profile/key`, where the profile is a map with a `driver`.",
  functions: {
    get: fn({
      doc: "The value of an address; what is no address is given back as it is.",
      examples: ["salt '*' sdb.get sdb://mymemcached/foo strict=True"],
      params: { uri, strict: maybe.bool(false, "Fail for what is no address.") },
      run: (args, context) => sdbValue(args.uri, args.strict, context),
    }),
    set: fn({
      doc: "Sets the value of an address; false for what is no address.",
      examples: ["salt '*' sdb.set sdb://mymemcached/foo bar"],
      params: { uri, value: needed.any("The value.") },
      run: (args, context) => changeSdb(args.uri, { fun: "set", value: args.value }, context),
    }),
    delete: fn({
      doc: "Deletes the value of an address; false for what is no address.",
      examples: ["salt '*' sdb.delete sdb://mymemcached/foo"],
      params: { uri },
      run: (args, context) => changeSdb(args.uri, { fun: "delete" }, context),
    }),
    get_or_set_hash: fn({
      doc: "The value of an address; when there is none, a random text is made up and kept there.",
      examples: ["salt '*' sdb.get_or_set_hash sdb://SECRETS/mykey 16"],
      params: {
        uri,
        length: maybe.int(8, "How long a new value is."),
        chars: maybe.str(CHARS, "What it is made of."),
      },
      run: async (args, context): Promise<Plain> => {
        const known = await sdbValue(args.uri, false, context);
        if (known !== null) return known;
        const [length, chars] = [args.length ?? 8, [...(args.chars ?? CHARS)]];
        if (length < 1 || length > MAX_LENGTH || chars.length === 0)
          throw new SaltInvocationError(`length is 1 to ${MAX_LENGTH}, and chars has at least one character`);
        const value = Array.from({ length }, () => chars[randomInt(chars.length)]).join("");
        await changeSdb(args.uri, { fun: "set", value }, context);
        return value;
      },
    }),
  },
});
