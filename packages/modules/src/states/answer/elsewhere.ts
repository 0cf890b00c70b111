/**
 * States of systems that are not served: they are known by name, and refused with the reason.
 */
import type { StateModule } from "@salt/core";

/** Why a module cannot serve here, in the words of real minions that it cannot serve either. */
export function onlyElsewhere(reason: string): StateModule["available"] {
  return () => reason;
}
