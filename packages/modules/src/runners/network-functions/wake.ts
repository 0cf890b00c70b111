/**
 * The packet that wakes a machine: six bytes of ones, then its hardware address sixteen times.
 */
import { createSocket } from "node:dgram";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";

const REPEATS = 16;

/** Where the packet is sent. */
export interface WakeAddress {
  readonly address: string;
  readonly port: number;
}

/** The packet for a hardware address, written with or without separators. Throws SaltInvocationError. */
export function wakePacket(mac: string): Buffer {
  const digits = mac.trim().replaceAll(/[:.-]/g, "");
  if (!/^[0-9a-fA-F]{12}$/.test(digits)) throw new SaltInvocationError(`${mac} is no hardware address`);
  return Buffer.from("ff".repeat(6) + digits.repeat(REPEATS), "hex");
}

/** Sends it. Throws SaltInvocationError and CommandExecutionError. */
export async function wakeUp(mac: string, to: WakeAddress): Promise<void> {
  const packet = wakePacket(mac);
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject);
      socket.bind(0, () => {
        socket.setBroadcast(true);
        socket.send(packet, to.port, to.address, (error) => (error === null ? resolve() : reject(error)));
      });
    });
  } catch (cause) {
    throw new CommandExecutionError(`The packet for ${mac} could not be sent to ${to.address}`, { cause });
  } finally {
    socket.close();
  }
}
