/**
 * What cannot be written into the configuration of networks, in Salt's words.
 */
import type { Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

const YES: readonly Value[] = ["yes", "on", "true", "1", true, 1];
const NO: readonly Value[] = ["no", "off", "false", "0", false, 0];

/** The words for yes and no as Salt lists them. */
export const YES_OR_NO: readonly string[] = "yes on true 1 True no off false 0 False".split(" ");

/** Whether a value says yes or no; undefined when neither. */
export function yesOrNo(value: Value): boolean | undefined {
  return YES.includes(value) ? true : NO.includes(value) ? false : undefined;
}

/** An option of an interface has a value that it cannot have. */
export function optionFault(iface: string, option: string, expected: readonly string[]): PythonError {
  const text = `Invalid option -- Interface: ${iface}, Option: ${option}, Expected: [${expected.join("|")}]`;
  return attributeFault(text);
}

/** A setting of the whole machine has a value that it cannot have. */
export function settingFault(option: string, expected: readonly string[]): PythonError {
  return attributeFault(`Invalid network setting -- Setting: ${option}, Expected: [${expected.join("|")}]`);
}

/** Salt's AttributeError, which states tell as a failure. */
export function attributeFault(message: string): PythonError {
  return new PythonError("AttributeError", message);
}

/** A name that becomes part of a path and of lines. Throws SaltInvocationError for what no interface is called. */
export function interfaceName(value: Value): string {
  const name = pythonStr(value);
  if (/^[\w.:@+][\w.:@+-]*$/.test(name) && name !== "." && name !== "..") return name;
  throw new SaltInvocationError(`${JSON.stringify(name)} is no name of an interface`);
}

/** A text for one line of a file. Throws SaltInvocationError when it would be several. */
export function oneLine(text: string): string {
  if (!/[\n\r\0]/.test(text)) return text;
  throw new SaltInvocationError(`${JSON.stringify(text)} would be several lines of a file`);
}
