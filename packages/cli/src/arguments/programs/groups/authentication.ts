/**
 * Options for external authentication.
 */
import { flag, inGroup, text } from "../../option.js";

/** Options for external authentication. */
export const authenticationOptions = inGroup("External Authentication", {
  eauth: text(
    ["-a", "--auth", "--eauth", "--external-auth"],
    "EAUTH",
    "authenticate through this external system",
  ),
  mktoken: flag(["-T", "--make-token"], "store a token after authenticating, for later runs"),
  username: text(["--username"], "USERNAME", "name for external authentication"),
  password: text(["--password"], "PASSWORD", "secret for external authentication"),
});
