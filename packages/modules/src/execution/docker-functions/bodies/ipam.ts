/**
 * The addresses of a network: `IPAM`.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, pythonStr, SaltInvocationError } from "@salt/core";
import { repacked } from "../translate/words.js";

/** Arguments of one pool of addresses. */
export const POOL_SETTINGS = ["subnet", "iprange", "gateway", "aux_addresses"] as const;

const POOL_KEYS: Readonly<Record<string, string>> = {
  subnet: "Subnet",
  iprange: "IPRange",
  gateway: "Gateway",
  aux_addresses: "AuxiliaryAddresses",
};

/** `IPAM` of pools and of arguments of which some describe one more pool. Throws SaltInvocationError. */
export function ipamConfig(pools: Value, given: Dict): MutableDict {
  const own = new Map([...given].filter(([name]) => pythonStr(name) in POOL_KEYS));
  const all = [...(own.size > 0 ? [own] : []), ...(isList(pools) ? pools : [])].map(pool);
  if (all.some((one) => !one.has("Subnet")))
    throw new SaltInvocationError("A subnet is required in each IPAM pool");
  const found = new Map<Value, Value>([
    ["Driver", given.get("driver") ?? given.get("ipam_driver") ?? "default"],
    ["Config", all],
  ]);
  const options = repacked(given.get("options") ?? given.get("ipam_opts") ?? null);
  if (isDict(options) && options.size > 0) found.set("Options", options);
  return found;
}

function pool(given: Value): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [name, value] of isDict(given) ? given : []) {
    const key = POOL_KEYS[pythonStr(name)];
    if (key === undefined)
      throw new SaltInvocationError(`'${pythonStr(name)}' is no setting of a pool of addresses`);
    if (value !== null) found.set(key, value);
  }
  return found;
}

/** Takes what describes the addresses out of the arguments of a network. */
export function takeIpam(given: MutableDict): { readonly pools: Value; readonly settings: MutableDict } {
  const settings: MutableDict = new Map<Value, Value>();
  for (const name of ["ipam_driver", "ipam_opts", ...POOL_SETTINGS]) {
    const value = given.get(name);
    if (value === undefined) continue;
    settings.set(name, value);
    given.delete(name);
  }
  const pools = given.get("ipam_pools") ?? [];
  given.delete("ipam_pools");
  return { pools, settings };
}
