/**
 * The arguments that describe a network.
 */
import type { Value } from "@salt/core";
import { isDict, isList, pythonStr, SaltInvocationError } from "@salt/core";
import type { Translator } from "./translate-input.js";
import type { Translate, TranslateRules } from "./words.js";
import { asBool, asDict, asLabels, asPairs, asText, checkAddress, checkSubnet } from "./words.js";

const POOL_ALIASES: Readonly<Record<string, string>> = { ip_range: "iprange", aux_address: "aux_addresses" };

const asSubnet: Translate = (value, { checksAddresses }) => {
  if (checksAddresses) checkSubnet(pythonStr(value));
  return pythonStr(value);
};

const asAddress: Translate = (value, { checksAddresses }) => {
  if (checksAddresses) checkAddress(value);
  return pythonStr(value);
};

const asAddresses: Translate = (value, rules) => {
  const pairs = asPairs("=")(value, rules);
  if (rules.checksAddresses && isDict(pairs)) [...pairs.values()].forEach(checkAddress);
  return pairs;
};

const POOL: Readonly<Record<string, Translate>> = {
  subnet: asSubnet,
  iprange: asSubnet,
  gateway: asAddress,
  aux_addresses: asAddresses,
};

/** How the arguments of a network are read. */
export const networkTranslator: Translator = {
  aliases: { driver_opt: "options", driver_opts: "options", ipv6: "enable_ipv6", ...POOL_ALIASES },
  translations: {
    driver: asText,
    options: asPairs("="),
    ipam: asDict,
    check_duplicate: asBool,
    internal: asBool,
    labels: asLabels,
    enable_ipv6: asBool,
    attachable: asBool,
    ingress: asBool,
    ipam_driver: asText,
    ipam_opts: asPairs("="),
    ipam_pools: (value, rules) => pools(value, rules),
    ...POOL,
  },
  finish: (given) => {
    if (!given.has("check_duplicate")) given.set("check_duplicate", true);
  },
};

function pools(value: Value, rules: TranslateRules): Value {
  if (!isList(value) || !value.every((pool) => isDict(pool)))
    throw new SaltInvocationError("ipam_pools must be a list of dictionaries");
  return value.map((pool) => {
    const entries = isDict(pool) ? [...pool] : [];
    return new Map<Value, Value>(
      entries.map(([key, given]) => {
        const name = POOL_ALIASES[pythonStr(key)] ?? pythonStr(key);
        return [name, POOL[name]?.(given, rules) ?? given];
      }),
    );
  });
}
