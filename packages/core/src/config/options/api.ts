/**
 * Options of salt-api: those of the master's file, and those below `rest_cherrypy` there.
 */
import * as f from "../../schema/field.js";
import type { ConfigOf } from "../table.js";

/** Options of the master's file that are for salt-api. */
export const masterApiOptions = {
  rest_cherrypy: f.map("Settings of salt-api, which begins its work when they name a port."),
  netapi_enable_clients: f.strList(
    [],
    "What requests to salt-api may call: local, local_async, local_batch, local_subset, runner, runner_async, wheel, wheel_async.",
  ),
  api_pidfile: f.path("/var/run/salt-api.pid", "Where salt-api writes its process id."),
  api_logfile: f.path("/var/log/salt/api", "The log file of salt-api."),
} as const;

/** Options below `rest_cherrypy`. */
export const restOptions = {
  host: f.str("0.0.0.0", "The address to listen at."),
  port: f.int(8000, "The port to listen at.", 0),
  ssl_crt: f.str("", "The file of the server's certificate."),
  ssl_key: f.str("", "The file of its private key."),
  ssl_chain: f.str("", "A file of certificates between it and its authority."),
  disable_ssl: f.bool(
    false,
    "Whether to serve without TLS: passwords and returns go over the network as they are.",
  ),
  thread_pool: f.int(
    100,
    "How many requests may be at work at once; further ones are told to come again.",
    1,
  ),
  max_request_body_size: f.int(1_048_576, "How many bytes a request may have.", 1),
  enable_sessions: f.bool(
    true,
    "Whether there are sessions, and with them `login`, `logout`, `minions` and `jobs`.",
  ),
  webhook_url: f.str("/hook", "Where posted data become events."),
  webhook_disable_auth: f.bool(false, "Whether anybody may post there."),
  authorized_ips: f.strList([], "Addresses that may ask; all unless given."),
  api_acl: f.map(
    "Below `users`: from which addresses a name may log in; `*` stands for all names or addresses.",
  ),
  cors_origin: f.strList([], "Web pages of which origins may use salt-api in browsers."),
  log_access_file: f.str("", "A file with a line for each request."),
  root_prefix: f.str("/", "What all paths begin with."),
} as const;

/** The settings of salt-api. */
export type RestConfig = ConfigOf<typeof restOptions>;
