/**
 * The form of an answer, by the field `Accept`.
 */
import type { Value } from "@salt/core";
import { toJson } from "@salt/core";
import { dumpSlsYaml } from "@salt/render";
import { WebError } from "./web-error.js";

/** A form of answers. */
export interface AnswerForm {
  readonly type: string;
  readonly write: (value: Value) => string;
}

const JSON_FORM: AnswerForm = {
  type: "application/json",
  write: (value) => toJson(value),
};
const FORMS: readonly AnswerForm[] = [
  JSON_FORM,
  { type: "application/x-yaml", write: (value) => dumpSlsYaml(value, { flow: false }) },
];

/** The best form for an `Accept`, JSON where all are as good; throws WebError (406) when none will do. */
export function answerForm(accept: string | undefined): AnswerForm {
  if (accept === undefined || accept.trim() === "") return JSON_FORM;
  const wishes = accept.split(",").map(readWish);
  const best = FORMS.map((form) => ({ form, quality: qualityOf(form.type, wishes) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  if (best !== undefined) return best.form;
  const offered = FORMS.map(({ type }) => type).join(", ");
  throw new WebError(406, `Your client sent this Accept header: ${accept}. This server sends ${offered}.`);
}

/** The form for words about a failure: JSON when the wish cannot be had. */
export function failureForm(accept: string | undefined): AnswerForm {
  try {
    return answerForm(accept);
  } catch {
    return JSON_FORM;
  }
}

interface Wish {
  readonly type: string;
  readonly quality: number;
}

function readWish(text: string): Wish {
  const [type = "", ...settings] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = settings.find((setting) => setting.startsWith("q="))?.slice(2);
  const number = quality === undefined ? 1 : Number(quality);
  return { type, quality: Number.isFinite(number) ? number : 0 };
}

/** The most exact wish counts. */
function qualityOf(type: string, wishes: readonly Wish[]): number {
  const family = `${type.slice(0, type.indexOf("/"))}/*`;
  for (const pattern of [type, family, "*/*"]) {
    const wish = wishes.find((one) => one.type === pattern);
    if (wish !== undefined) return wish.quality;
  }
  return 0;
}
