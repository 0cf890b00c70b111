/**
 * Knowing that a port is free again: ZeroMQ closes sockets on a thread of its own and does not say when.
 */
import { createServer } from "node:net";
import { sleep } from "@salt/core";

const TRIES = 100;
const PAUSE_MS = 10;

/** Resolves when the port can be bound again, or after a second. */
export async function portReleased(address: string, port: number): Promise<void> {
  for (let i = 0; i < TRIES && !(await canBind(address, port)); i++) await sleep(PAUSE_MS);
}

function canBind(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
