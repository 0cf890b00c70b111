/**
 * What is written as YAML: the nodes between values and text.
 */

/** A scalar; `quoted` when it is text that must not be taken for something else. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly text: string;
  /** Text that reads as another type when plain. */
  readonly quoted: boolean;
  /** A tag to be written, such as `!!binary`. */
  readonly tag: string | undefined;
  /** Whether it is a text, or only written as one: then quotes need the tag `!`. */
  readonly isText: boolean;
  readonly literal: boolean;
}

/** A list; `anchor` when it occurs again. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: YamlNode[];
  anchor: string | undefined;
}

/** A dict. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly pairs: [YamlNode, YamlNode][];
  readonly tag: string | undefined;
  anchor: string | undefined;
}

/** A list or dict that was written before. */
export interface AliasNode {
  readonly kind: "alias";
  readonly target: SequenceNode | MappingNode;
}

/** A node. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;
