/**
 * Text without HTML tags and comments.
 */
import { unescapeHtml } from "../methods/markup-methods.js";

/** What markupsafe's `striptags` leaves: white space becomes single blanks, entities their characters. */
export function stripTags(text: string): string {
  const bare = text.replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]*>/g, "");
  return unescapeHtml(bare.split(/\s+/).filter(Boolean).join(" "));
}
