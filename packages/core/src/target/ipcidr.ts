/**
 * Targets by address: `192.168.0.0/16`.
 */
import type { Dict, Value } from "../base/value.js";
import { isList } from "../base/value.js";
import { isInside, parseAddress, parseNetwork } from "./address.js";
import { TargetError } from "./errors.js";

/** A test for addresses of minions: the given one, or in the given network. Throws TargetError. */
export function compileAddress(target: string): (grains: Dict) => boolean {
  const network = parseNetwork(target);
  if (network === undefined) {
    throw new TargetError(`'${target.slice(0, 80)}' is no IP address or network`, {
      hint: "Write an address such as 10.1.2.3, or a network whose host bits are zero such as 10.1.2.0/24.",
    });
  }
  const isMeant = (each: Value): boolean => {
    const address = typeof each === "string" ? parseAddress(each) : undefined;
    return address !== undefined && isInside(address, network);
  };
  return (grains) => {
    const addresses = grains.get(`ipv${network.version}`);
    return isList(addresses) && addresses.some(isMeant);
  };
}
