/**
 * An SLS of the pillar as data.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { Renderers } from "@salt/render";
import { PillarFiles } from "./pillar-files.js";
import { pillarRoots } from "./pillar-opts.js";

/** Reads SLS and top files. */
export class SlsReader {
  readonly files: PillarFiles;
  readonly #renderers: Renderers;

  /** Reads from `pillar_roots`; templates run in the context, and are kept in `memory`. */
  constructor(context: ExecutionContext, opts: Dict, memory: Map<string, unknown> = new Map()) {
    this.files = new PillarFiles(pillarRoots(opts));
    this.#renderers = new Renderers({ context, files: this.files, memory });
  }

  /** The data of a file; an empty one is an empty map. Throws RenderFault and others. */
  async data(
    file: { readonly text: string; readonly path: string },
    place: { readonly saltenv: string; readonly sls?: string; readonly extra?: Dict },
  ): Promise<Value> {
    return await this.#renderers.render({ source: file.text, path: file.path, ...place });
  }
}
