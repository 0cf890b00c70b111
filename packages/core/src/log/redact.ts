/**
 * Which fields never reach a log.
 */

const SECRET =
  /^(?:.*_)?(?:password|passwd|pass|passphrase|token|tok|secret|secrets|eauth|pillar|pillars|private_key|priv|credentials|cookie|authorization|aes|session)$|^key$|_key$|^pem$/i;

/** What stands in a log instead of a secret. */
export const REDACTED = "[redacted]";

/** Whether a field or option holds a secret by its name. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** A copy of log fields without secrets, also inside maps and plain objects. Depth and length are bounded. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return value;
  if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`;
  if (depth >= 4) return "…";
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      String(key),
      isSecretName(String(key)) ? REDACTED : redact(item, depth + 1),
    ]),
  );
}
