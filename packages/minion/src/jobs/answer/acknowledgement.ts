/**
 * Handing a return to a master, and telling whether the master has it.
 */
import type { SendOptions } from "@salt/client";
import type { Dict, Value } from "@salt/core";
import { SaltError } from "@salt/core";

/** Where a return goes. */
export interface ReturnTaker {
  request(load: Dict, options: SendOptions): Promise<Value>;
}

/**
 * Sends a return. Null is the master's thanks, false its refusal, which another try would not change; an empty text
 * says that it failed while it stored the return. Throws SaltError for that, and what `request` throws.
 */
export async function sendReturn(to: ReturnTaker, load: Dict, options: SendOptions): Promise<void> {
  const reply = await to.request(load, options);
  if (reply === "") throw new SaltError("RETURN_NOT_STORED", "The master could not store the return");
}
