/**
 * Whether a request comes from this machine.
 */
import { networkInterfaces } from "node:os";

/** Whether an address is one of this machine's own, the loopback ones included. */
export function isLocalAddress(address: string): boolean {
  if (address === "::1" || address.startsWith("127.")) return true;
  // Asked each time: addresses come and go, and commands of operators are few.
  return Object.values(networkInterfaces()).some(
    (list) => list?.some((own) => own.address === address) === true,
  );
}
