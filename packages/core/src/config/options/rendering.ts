/**
 * How templates are rendered.
 */
import * as f from "../../schema/field.js";

export const renderingOptions = {
  renderer: f.str("jinja|yaml", "The renderers of SLS files without a line that names theirs."),
  renderer_blacklist: f.strList([], "Renderers that are refused."),
  renderer_whitelist: f.strList([], "The only renderers that are taken, when there are any."),
  jinja_env: f.map("Settings of Jinja for templates that are no SLS."),
  jinja_sls_env: f.map("Settings of Jinja for SLS files."),
  jinja_trim_blocks: f.bool(false, "Whether the line break behind a block's tag is dropped."),
  jinja_lstrip_blocks: f.bool(false, "Whether blanks before a block's tag are dropped."),
  gpg_decrypt_must_succeed: f.bool(false, "Whether a value that gpg cannot decrypt is an error."),
} as const;
