/**
 * Names that begin with a dot: they belong to the SLS that they stand in.
 */
import { RenderFault } from "@salt/render";

/** The whole name of an SLS for one that begins with dots, as seen from another. Throws RenderFault. */
export function absoluteSls(relative: string, sls: string): string {
  const [, dots = "", rest = ""] = /^(\.+)(.*)$/s.exec(relative) ?? [];
  const parts = sls.split(".");
  if (dots.length > parts.length)
    throw new RenderFault("Attempted relative include goes beyond top level package");
  return [...parts.slice(0, parts.length - dots.length), rest].join(".");
}

/** The whole id for one that begins with a dot: `.a` in the SLS `x.y` is `x.y::a`. Throws RenderFault. */
export function absoluteId(id: string, sls: string): string {
  if (id.includes("::")) return absoluteSls(id, sls);
  const whole = absoluteSls(id, `${sls}.`);
  const dot = whole.lastIndexOf(".");
  return dot < 0 ? whole : `${whole.slice(0, dot)}::${whole.slice(dot + 1)}`;
}
