/**
 * Whether what an execution function gave counts as success.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isInt } from "@salt/core";

/** False for false itself, and for maps in which a `result` is false or a `retcode` is not 0, however deep. */
export function isSuccess(value: Value): boolean {
  if (typeof value === "boolean") return value;
  return isDict(value) ? isGoodMap(value) : true;
}

function isGoodMap(map: Dict): boolean {
  for (const [key, value] of map) {
    if (key === "result" && value === false) return false;
    if (key === "retcode" && !(isInt(value) && Number(value) === 0)) return false;
    if (isDict(value) && !isGoodMap(value)) return false;
  }
  return true;
}
