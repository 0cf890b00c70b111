/**
 * The anchor of a heading, as code forges make it, so that one link leads there in the repository and on the site.
 */

/** `What's new?` becomes `whats-new`. Repetitions on a page are told apart by whoever makes the anchors. */
export function slug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}
