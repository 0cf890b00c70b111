/**
 * The settings of salt-api: what stands below `rest_cherrypy` in the master's configuration.
 */
import type { Dict, RestConfig, Value } from "@salt/core";
import { ConfigError, defaultsOf, FieldFault, restOptions } from "@salt/core";

/** Settings of Salt's server that have no counterpart here. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...["app", "app_path", "collect_stats", "debug", "expire_responses", "favicon", "log_error_file"],
  ...["queue_size", "static", "static_path", "stats_disable_auth"],
]);

/** Settings, and sentences for the log about those that do nothing. */
export interface RestSettings {
  readonly settings: RestConfig;
  readonly warnings: readonly string[];
}

/**
 * Reads the settings. Throws ConfigError for values that are out of form, and where TLS has no certificate and was
 * not switched off.
 */
export function readSettings(given: Dict): RestSettings {
  const values: Record<string, unknown> = { ...defaultsOf(restOptions) };
  const warnings: string[] = [];
  for (const [name, value] of given) {
    if (typeof name === "string" && name in restOptions) values[name] = parsed(name, value);
    else warnings.push(passedOver(String(name)));
  }
  const settings = values as unknown as RestConfig;
  if (!settings.disable_ssl && (settings.ssl_crt === "" || settings.ssl_key === "")) {
    throw new ConfigError("rest_cherrypy: ssl_crt and ssl_key are missing.", {
      hint: "Name the files of a certificate and its key, or set disable_ssl: True behind a server that does TLS.",
    });
  }
  return { settings, warnings };
}

function parsed(name: string, value: Value): unknown {
  const row = restOptions[name as keyof typeof restOptions];
  try {
    return row.parse(value);
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    throw new ConfigError(`rest_cherrypy: '${name}' ${error.message}.`);
  }
}

function passedOver(name: string): string {
  const why = WITHOUT_EFFECT.has(name) ? "has no effect here" : "is not known";
  return `rest_cherrypy: '${name}' ${why}`;
}
