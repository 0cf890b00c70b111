/**
 * The options of external authentication.
 */
import * as f from "../../schema/field.js";

export const masterAuthOptions = {
  external_auth: f.map("Systems that may authenticate users, and what these users may run."),
  sharedsecret: f.str("", "The secret of the auth system sharedsecret."),
  permissive_acl: f.bool(
    false,
    "Whether rules of * are added to a user's own, instead of replacing missing ones.",
  ),
  eauth_acl_module: f.str(
    "",
    "An auth module that gives all users' rules, instead of the one that they signed in by.",
  ),
  eauth_tokens: f.oneOf(["localfs"], "localfs", "Where tokens are kept: files below cachedir."),
  token_expire: f.seconds(43200, "How long a token stays valid."),
  token_expire_user_override: f.any(
    false,
    "Whether users may choose how long: true, or a map of lists of users by system.",
  ),
  keep_acl_in_token: f.bool(false, "Whether the rules of a token are those of the moment it was made."),
  auth_attempts_per_minute: f.int(20, "How often one name may fail to authenticate in a minute.", 1),
  token_file: f.str("", "Where commands keep their token; salt_token in the home directory when empty."),
} as const;
