/**
 * The load of the machine.
 */
import { loadavg } from "node:os";
import type { BeaconConfig, Dict, MutableDict, Value } from "@salt/core";
import { beaconModule, beaconSettings, float, getDict, getList, isDict, isList, isTruthy } from "@salt/core";
import { numberOf, plainNumber, remembered } from "./parts/settings.js";

const SPANS = ["1m", "5m", "15m"] as const;
const PAIR = "1m, 5m and 15m items must be a list of two items.";

export const load = beaconModule("load", {
  doc: "Tells when the load of the last 1, 5 or 15 minutes is outside of its limits.",
  fault,
  look: (config, context) => {
    const settings = beaconSettings(config);
    const averages = loadavg();
    const now = new Map(SPANS.map((span, at): [Value, Value] => [span, float(averages[at] ?? 0)]));
    const limits = getDict(settings, "averages") ?? new Map();
    if (!isTruthy(settings.get("onchangeonly") ?? false)) {
      return SPANS.some((span) => isOutside(span, limits, now)) ? [now] : [];
    }
    const last = remembered(config, context, "last");
    const isFirst = last.size === 0;
    const before = isFirst ? now : new Map(last);
    keep(last, now);
    if (isFirst && !isTruthy(settings.get("emitatstartup") ?? true)) return [];
    return SPANS.some((span) => hasPassed(span, limits, before, now)) ? [now] : [];
  },
});

function fault(config: BeaconConfig): string | undefined {
  const settings = beaconSettings(config);
  for (const name of ["emitatstartup", "onchangeonly"]) {
    if (settings.has(name) && typeof settings.get(name) !== "boolean") {
      return `Configuration for load beacon option ${name} must be a boolean.`;
    }
  }
  const averages = settings.get("averages");
  if (averages === undefined) return "Averages configuration is required for load beacon.";
  const has = (span: string): boolean => isDict(averages) && averages.has(span);
  if (!SPANS.some(has)) return "Averages configuration for load beacon must contain 1m, 5m or 15m items.";
  for (const span of SPANS) {
    const limits = isDict(averages) ? averages.get(span) : undefined;
    if (!isList(limits)) return `Averages configuration for load beacon: ${PAIR}`;
    if (limits.length !== 2) return `Configuration for load beacon: ${PAIR}`;
  }
  return undefined;
}

function limitsOf(span: string, limits: Dict): readonly [number, number] {
  const [low, high] = getList(limits, span) ?? [];
  return [numberOf(low, span), numberOf(high, span)];
}

function isOutside(span: string, limits: Dict, now: Dict): boolean {
  const [low, high] = limitsOf(span, limits);
  const value = plainNumber(now.get(span));
  return value < low || value > high;
}

/** Whether the load went over its upper limit since the last look, or under its lower one. */
function hasPassed(span: string, limits: Dict, before: Dict, now: Dict): boolean {
  const [low, high] = limitsOf(span, limits);
  const [old, value] = [plainNumber(before.get(span)), plainNumber(now.get(span))];
  return (value > high && old < high) || (value < low && old > low);
}

function keep(last: MutableDict, now: Dict): void {
  for (const [span, value] of now) last.set(span, value);
}
