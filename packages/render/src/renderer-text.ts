/**
 * The text that a renderer is to read.
 */
import type { RendererInput } from "@salt/core";
import { pythonStr } from "@salt/core";

/** What came along the pipe, as text. */
export function rendererText({ data }: Pick<RendererInput, "data">): string {
  if (data instanceof Uint8Array) return Buffer.from(data).toString("utf8");
  return typeof data === "string" ? data : pythonStr(data);
}
