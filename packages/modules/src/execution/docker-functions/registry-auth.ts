/**
 * Who logs in at a registry: what `docker login` noted in the configuration of the account that runs the minion.
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Dict, ExecutionContext } from "@salt/core";
import { getDict, getString, isDict, parseJson, toJson } from "@salt/core";

/** The registry that names without one mean, as the configuration has it. */
const DEFAULT_REGISTRY = "https://index.docker.io/v1/";

/** The header that logs in at the registry of an image; none when nothing is noted for it. */
export async function registryHeaders(
  image: string,
  context: ExecutionContext,
): Promise<{ readonly [name: string]: string }> {
  const config = readConfig(context);
  const registry = registryOf(image);
  const auths = config === undefined ? undefined : getDict(config, "auths");
  const entry =
    auths === undefined ? undefined : (getDict(auths, registry) ?? getDict(auths, `https://${registry}`));
  const login = entry === undefined ? undefined : loginOf(entry);
  if (login === undefined) return {};
  const told = toJson(new Map([...login, ["serveraddress", registry]]));
  return { "X-Registry-Auth": Buffer.from(told).toString("base64url") };
}

/** The registry that the name of an image begins with. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return !isRegistry || first === "docker.io" || first === "index.docker.io" ? DEFAULT_REGISTRY : first;
}

function readConfig(context: ExecutionContext): Dict | undefined {
  const path = join(process.env.DOCKER_CONFIG || join(homedir(), ".docker"), "config.json");
  try {
    const config = parseJson(readFileSync(path, "utf8"));
    return isDict(config) ? config : undefined;
  } catch {
    context.log.debug({ path }, "There is no configuration of Docker's command");
    return undefined;
  }
}

function loginOf(entry: Dict): readonly (readonly [string, string])[] | undefined {
  const token = getString(entry, "identitytoken");
  if (token !== undefined) return [["identitytoken", token]];
  const packed = Buffer.from(getString(entry, "auth") ?? "", "base64").toString("utf8");
  const at = packed.indexOf(":");
  if (at < 1) return undefined;
  return [
    ["username", packed.slice(0, at)],
    ["password", packed.slice(at + 1).replace(/\0+$/, "")],
  ];
}
