/**
 * Publishing to servers of NATS, by the package @nats-io/transport-node.
 */
import type { Dict } from "@salt/core";
import { CommandExecutionError, errorText } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { method } from "./members.js";

/** Where servers are and who logs in. */
export interface NatsPlace {
  readonly servers: readonly string[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly token: string | undefined;
}

const TIMEOUT_MS = 10_000;

/** Publishes one message and waits until the server has it. Throws CommandExecutionError. */
export async function publishNats(
  place: NatsPlace,
  subject: string,
  payload: string,
  opts: Dict,
): Promise<void> {
  const driver = await loadDriver("@nats-io/transport-node", opts);
  const { servers, user, password, token } = place;
  const options = {
    servers: [...servers],
    name: "salt",
    reconnect: false,
    timeout: TIMEOUT_MS,
    ...(user === undefined ? {} : { user, pass: password ?? "" }),
    ...(token === undefined ? {} : { token }),
  };
  try {
    const connection = await method(driver, "connect")(options);
    try {
      method(connection, "publish")(subject, payload);
      await method(connection, "flush")();
    } finally {
      await method(connection, "close")();
    }
  } catch (error) {
    throw new CommandExecutionError(`nats: ${errorText(error)}`);
  }
}
