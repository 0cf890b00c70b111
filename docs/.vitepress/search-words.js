/**
 * The words that the site's search knows a text by.
 */

/**
 * Names such as `keep_jobs_seconds` and `state.apply` are words as they are, and each of their parts is one too. The browser gets
 * this function as text, so it names nothing outside of itself.
 */
export function searchWords(text) {
  const names = text.split(/[^\p{L}\p{N}_.-]+/u).map((name) => name.replace(/^[._-]+|[._-]+$/g, ""));
  const parts = names.flatMap((name) => (/[._-]/.test(name) ? [name, ...name.split(/[._-]+/)] : [name]));
  return parts.filter((part) => part !== "");
}
