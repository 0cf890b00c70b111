/**
 * What is wrong with an SLS file or a template, in Salt's words.
 */
import { SaltError } from "@salt/core";
import { excerpt } from "@salt/jinja";

/** Where in a text the fault is. */
export interface FaultPlace {
  /** From 1; 0 when the message names the place itself. */
  readonly line: number;
  readonly source: string;
}

/** A text that cannot be rendered: Salt's SaltRenderError. The message ends with the lines around the fault. */
export class RenderFault extends SaltError {
  /** The message without the place. */
  readonly problem: string;
  readonly line: number;

  constructor(problem: string, place?: FaultPlace, options: { hint?: string; cause?: unknown } = {}) {
    super("RENDER", problem + placeText(place), options);
    this.problem = problem;
    this.line = place?.line ?? 0;
  }
}

function placeText(place: FaultPlace | undefined): string {
  if (place === undefined || place.line < 1 || place.source === "") return "";
  return `; line ${place.line}\n\n${excerpt(place.source, place.line)}`;
}
