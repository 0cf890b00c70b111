/**
 * Requests to the web.
 */
import * as f from "../../schema/field.js";

export const webOptions = {
  http_connect_timeout: f.seconds(20, "How long a connection to the web may take."),
  http_request_timeout: f.seconds(3600, "How long a request to the web may take."),
  http_max_body: f.int(
    107_374_182_400,
    "Largest answer of the web, in bytes; 512 MiB is the most for `http.query`.",
  ),
  proxy_host: f.str("", "A proxy for requests to the web."),
  proxy_port: f.int(0, "Its port."),
  proxy_username: f.str("", "Its account."),
  proxy_password: f.str("", "The account's password."),
  no_proxy: f.strList([], "Hosts that are asked without it."),
} as const;
