/**
 * The configured beacons: those of the configuration, which can be changed while the minion runs, and those of the pillar.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList } from "@salt/core";
import { SWITCH } from "./beacon-plan.js";

/** Beacons by name, with the switch of all under `enabled`. */
export class BeaconBook {
  readonly #pillar: () => Dict;
  #own: MutableDict;

  constructor(own: Dict, pillar: () => Dict) {
    this.#own = new Map(own);
    this.#pillar = pillar;
  }

  /** Those of the configuration. */
  get own(): Dict {
    return this.#own;
  }

  /** Those of both; what the configuration says wins. */
  all(): Dict {
    return this.list(true, true);
  }

  /** Those of the places that are asked for. */
  list(ofPillar: boolean, ofConfiguration: boolean): Dict {
    return new Map([...(ofPillar ? this.#pillar() : []), ...(ofConfiguration ? this.#own : [])]);
  }

  /** Whether the pillar has a beacon of the name, which cannot be changed here. */
  isOfPillar(name: string): boolean {
    return this.#pillar().has(name);
  }

  set(name: string, config: Value): void {
    this.#own.set(name, config);
  }

  delete(name: string): boolean {
    return this.#own.delete(name);
  }

  /** Switches all beacons. */
  switchAll(isOn: boolean): void {
    this.#own.set(SWITCH, isOn);
  }

  /** Switches one; false when the configuration has none of the name. */
  switchOne(name: string, isOn: boolean): boolean {
    const config = this.#own.get(name);
    if (isDict(config)) this.#own.set(name, new Map(config).set(SWITCH, isOn));
    else if (isList(config)) this.#own.set(name, switched(config, isOn));
    else return false;
    return true;
  }

  /** Forgets those of the configuration. */
  reset(): void {
    this.#own = new Map();
  }
}

function switched(config: readonly Value[], isOn: boolean): readonly Value[] {
  const found = config.findIndex((item) => isDict(item) && item.has(SWITCH));
  const item: Dict = new Map([[SWITCH, isOn]]);
  return found < 0 ? [...config, item] : config.with(found, item);
}
