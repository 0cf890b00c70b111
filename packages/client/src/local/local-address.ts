/**
 * Where a master on this machine is reached.
 */

/** The address to connect to for a master that listens on `address`: one that listens everywhere is on the loopback too. */
export function localAddress(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}
