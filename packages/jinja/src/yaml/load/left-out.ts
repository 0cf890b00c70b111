/**
 * Where the parts of a document may be left out: the tokens that then come at once.
 */

/** By the part that may be left out. */
export const LEFT_OUT = {
  /** A document without content. */
  noContent: ["document-start", "document-end", "stream-end", "version", "tag-directive"],
  /** What stands before a document. */
  documentHead: ["version", "tag-directive", "document-start"],
  /** An item of a block sequence. */
  afterItem: ["-", "block-end"],
  /** An item of a sequence that is as far in as its key. */
  afterIndentless: ["-", "?", ":", "block-end"],
  /** A key or a value of a block mapping. */
  afterPair: ["?", ":", "block-end"],
  /** A value in a flow mapping. */
  afterFlowPair: [",", "}"],
  /** A key in a flow mapping. */
  afterFlowKey: [":", ",", "}"],
  /** A value in a flow sequence. */
  afterFlowItem: [",", "]"],
  /** The key of a pair in a flow sequence. */
  pairWithoutKey: [":", ",", "]"],
} as const;
