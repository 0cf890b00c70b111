/**
 * The raw outputter: values as Python writes them.
 */
import { outputter, pythonStr } from "@salt/core";
import { textOfBytes } from "./text/bytes.js";

export const raw = outputter("raw", "The value as Python's str() gives it.", (value) =>
  pythonStr(textOfBytes(value)),
);
