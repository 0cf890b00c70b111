/**
 * Looking into what a driver exports, without believing that it is what one hopes for.
 */
import { CommandExecutionError } from "@salt/core";

/** A function of something that was loaded. */
export type Callable = (...args: readonly unknown[]) => unknown;

/** A member of an object or function; undefined when there is none. */
export function member(of: unknown, name: string): unknown {
  if ((typeof of !== "object" && typeof of !== "function") || of === null) return undefined;
  return Reflect.get(of, name);
}

/** A method, bound to its object. Throws CommandExecutionError when the driver has none of that name. */
export function method(of: unknown, name: string): Callable {
  const found = member(of, name) ?? member(member(of, "default"), name);
  if (typeof found !== "function")
    throw new CommandExecutionError(`The driver is not of a known version: it has no ${name}`);
  return (...args) => Reflect.apply(found, of, args);
}

/** Makes an instance of a class that a driver exports. Throws CommandExecutionError when there is none. */
export function instance(of: unknown, name: string, ...args: readonly unknown[]): unknown {
  const found = member(of, name) ?? member(member(of, "default"), name);
  if (typeof found !== "function")
    throw new CommandExecutionError(`The driver is not of a known version: it has no ${name}`);
  return Reflect.construct(found, args);
}
