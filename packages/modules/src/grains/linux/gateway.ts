/**
 * Default gateways, from the kernel's routing tables.
 */
import { ipv4FromHex, ipv6FromHex } from "../portable/address.js";

/** The address of a gateway, true when the default route goes straight to an interface, false without one. */
export type Gateway = string | boolean;

interface Route {
  readonly gateway: Gateway;
  readonly metric: number;
}

const UP = 0x1;
const REJECT = 0x200;

/** The route with the smallest metric, which `ip route` shows first. */
function best(routes: readonly Route[]): Gateway {
  const [first] = routes.toSorted((a, b) => a.metric - b.metric);
  return first?.gateway ?? false;
}

/** The default gateway in the text of `/proc/net/route`. */
export function parseGateway4(text: string): Gateway {
  const routes = text.split("\n").flatMap((line): Route[] => {
    const [, destination, gateway = "", flags = "", , , metric, mask] = line.trim().split(/\s+/);
    if (destination !== "00000000" || mask !== "00000000" || !usable(flags)) return [];
    return [{ gateway: gateway === "00000000" ? true : ipv4FromHex(gateway), metric: Number(metric) }];
  });
  return best(routes);
}

/** The default gateway in the text of `/proc/net/ipv6_route`. */
export function parseGateway6(text: string): Gateway {
  const nowhere = "0".repeat(32);
  const routes = text.split("\n").flatMap((line): Route[] => {
    const [destination, length, , , gateway = "", metric = "", , , flags = "", name] = line
      .trim()
      .split(/\s+/);
    if (destination !== nowhere || length !== "00" || name === "lo" || !usable(flags)) return [];
    return [
      { gateway: gateway === nowhere ? true : ipv6FromHex(gateway), metric: Number.parseInt(metric, 16) },
    ];
  });
  return best(routes);
}

function usable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & UP) !== 0 && (bits & REJECT) === 0;
}
