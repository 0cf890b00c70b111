/**
 * Which extensions requests ask for: Salt's own, or those of the pillar.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { dict, isDict, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

const DEFAULTS: Readonly<Record<string, Dict>> = {
  common: dict({
    csr: { basicConstraints: "CA:FALSE" },
    cert: { authorityKeyIdentifier: "keyid,issuer:always", subjectKeyIdentifier: "hash" },
  }),
  server: dict({
    csr: { extendedKeyUsage: "serverAuth", keyUsage: "digitalSignature, keyEncipherment" },
    cert: {},
  }),
  client: dict({
    csr: { extendedKeyUsage: "clientAuth", keyUsage: "nonRepudiation, digitalSignature, keyEncipherment" },
    cert: {},
  }),
};

/** The extensions of a type of certificates, under `csr` and `cert`. Throws SaltInvocationError. */
export async function extensionSets(type: Value, context: ExecutionContext): Promise<Dict> {
  const name = type === "" ? "server" : pythonStr(type);
  const [common, own] = [await oneSet("common", context), await oneSet(name, context)];
  return new Map(
    [...common].map(([use, extensions]): readonly [Value, Value] => {
      const more = own.get(use) ?? null;
      if (!isDict(extensions) || !isDict(more))
        throw new SaltInvocationError(`tls.extensions:${name} needs maps under csr and cert in the pillar`);
      return [use, new Map([...extensions, ...more])];
    }),
  );
}

async function oneSet(name: string, context: ExecutionContext): Promise<Dict> {
  const found = await context.call("pillar.get", [`tls.extensions:${name}`, false]);
  if (isTruthy(found) && isDict(found)) return found;
  const own = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : undefined;
  if (own !== undefined) return own;
  throw new SaltInvocationError(
    `there is no type of certificates ${JSON.stringify(name)}: the pillar has no tls.extensions:${name}`,
  );
}
