/**
 * States of keys in Redis, and of replicas.
 */
import type { MutableDict, Value } from "@salt/core";
import {
  get,
  isEqual,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The key.");

export const redismod = stateModule("redismod", {
  doc: "States of keys in Redis, and of replicas.",
  virtualName: "redis",
  available: async (context) =>
    (await context.functions.has("redis.set_key")) ? true : "redis module could not be loaded",
  functions: {
    string: stateFn({
      doc: "Makes a key have a value. A trial changes nothing: real Salt sets the key even then.",
      params: {
        name,
        value: needed.any("The value."),
        expire: maybe.any(null, "Seconds after which it expires."),
        expireat: maybe.any(null, "When it expires, in seconds since 1970."),
      },
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const { name, value, expire, expireat } = args;
        const place = placeOf(kwargs);
        const differs = !isEqual(await context.call("redis.get_key", [name], place), value);
        const changes: MutableDict = new Map();
        if (differs) changes.set(name, "Value updated");
        if (isTruthy(expireat)) changes.set("expireat", `Key expires at ${pythonStr(expireat)}`);
        else if (isTruthy(expire)) changes.set("expire", `TTL set to ${pythonStr(expire)} seconds`);
        const comment = differs ? "Key updated to new value" : "Key already set to defined value";
        if (isTrial(context))
          return changes.size > 0
            ? pending(name, "Key is set to be updated", changes)
            : unchanged(name, comment);
        if (differs) await context.call("redis.set_key", [name, value], place);
        if (isTruthy(expireat)) await context.call("redis.expireat", [name, expireat], place);
        else if (isTruthy(expire)) await context.call("redis.expire", [name, expire], place);
        return answer(name, true, comment, changes);
      },
    }),
    absent: stateFn({
      doc: "Makes keys not be there. A trial changes nothing: real Salt removes them even then.",
      params: { name, keys: maybe.any(null, "Several keys, a list.") },
      varkw: "connection_args",
      run: async ({ name, keys }, context, { kwargs }) => {
        if (isTruthy(keys) && !isList(keys)) return failed(name, "`keys` not formed as a list type");
        const place = placeOf(kwargs);
        const several = isList(keys) && keys.length > 0;
        const there: Value[] = [];
        for (const key of several ? keys : [name]) {
          if (isTruthy(await context.call("redis.exists", [key], place))) there.push(key);
        }
        if (there.length === 0) return unchanged(name, "Key(s) specified already absent");
        if (isTrial(context)) return pending(name, "Key(s) are set to be deleted", { deleted: there });
        await context.call("redis.delete", there, place);
        return changed(name, several ? "Keys deleted" : "Key deleted", { deleted: there });
      },
    }),
    slaveof: stateFn({
      doc: "Makes the server a replica of the master that a sentinel names.",
      params: {
        name: needed.str("The master's name."),
        sentinel_host: maybe.any(null, "The sentinel."),
        sentinel_port: maybe.any(null, "Its port."),
        sentinel_password: maybe.any(null, "Its password."),
      },
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const { name } = args;
        const place = placeOf(kwargs);
        const sentinel = [name, args.sentinel_host, args.sentinel_port, args.sentinel_password];
        const wanted = await context.call("redis.sentinel_get_master_ip", sentinel);
        const host = get(wanted, "master_host") ?? null;
        const own = await context.call("network.ip_addrs");
        if (isList(own) && own.includes(host)) return unchanged(name, `Minion is the master: ${name}`);
        const old = await context.call("redis.get_master_ip", [], place);
        if (isEqual(old, wanted)) return unchanged(name, `Minion already slave of master: ${name}`);
        if (isTrial(context))
          return pending(name, `Minion will be made a slave of ${name}: ${pythonStr(host)}`);
        const master = { master_host: host, master_port: get(wanted, "master_port") ?? null };
        await context.call("redis.slaveof", [], { ...place, ...master });
        const now = await context.call("redis.get_master_ip", [], place);
        if (!isEqual(now, wanted)) return failed(name, "Failed to setup slave");
        return changed(name, `Minion successfully connected to master: ${name}`, { old, new: now });
      },
    }),
  },
});

function placeOf(kwargs: ReadonlyMap<string, Value>): { readonly [name: string]: Value } {
  return Object.fromEntries([...kwargs].filter(([key]) => !key.startsWith("__")));
}
