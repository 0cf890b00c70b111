/**
 * Where the parts of a document may be left out: the tokens that then come at once.
 */

/** A document without content. */
export const NO_CONTENT = [
  "document-start",
  "document-end",
  "stream-end",
  "version",
  "tag-directive",
] as const;
/** What stands before a document. */
export const DOCUMENT_HEAD = ["version", "tag-directive", "document-start"] as const;
/** An item of a block sequence. */
export const AFTER_ITEM = ["-", "block-end"] as const;
/** An item of a sequence that is as far in as its key. */
export const AFTER_INDENTLESS = ["-", "?", ":", "block-end"] as const;
/** A key or a value of a block mapping. */
export const AFTER_PAIR = ["?", ":", "block-end"] as const;
/** A value in a flow sequence. */
export const AFTER_FLOW_ITEM = [",", "]"] as const;
/** A value in a flow mapping. */
export const AFTER_FLOW_PAIR = [",", "}"] as const;
/** A key in a flow mapping. */
export const AFTER_FLOW_KEY = [":", ",", "}"] as const;
/** The key of a pair in a flow sequence. */
export const PAIR_WITHOUT_KEY = [":", ",", "]"] as const;
