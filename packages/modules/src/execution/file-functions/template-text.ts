/**
 * Files that are made from templates.
 */

import type { Dict } from "@salt/core";
import { dict } from "@salt/core";

/** What states return for a template that cannot be rendered. There is no renderer of templates in this program yet. */
export function unsupportedTemplate(template: string): Dict {
  return dict({ result: false, comment: templateFault(template) });
}

/** Why a file cannot be made from a template. */
export function templateFault(template: string): string {
  return `Specified template format ${template} is not supported`;
}
