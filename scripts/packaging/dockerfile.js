/**
 * Reads a Dockerfile into its instructions; an instruction that is not known here is refused.
 */
const KNOWN = new Set([
  "FROM",
  "ARG",
  "LABEL",
  "COPY",
  "RUN",
  "ENV",
  "USER",
  "VOLUME",
  "EXPOSE",
  "STOPSIGNAL",
  "HEALTHCHECK",
  "ENTRYPOINT",
  "CMD",
]);

/** The instructions `{ name, value }` of a Dockerfile, with its arguments filled in. */
export function readDockerfile(text, args) {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const joined = lines.join("\n").replace(/\\\n/g, " ").split("\n");
  const given = new Map();
  const setArgument = (words) => {
    const [key, fallback] = words.split(/=(.*)/s);
    given.set(key, args[key] ?? fallback);
  };
  return joined.map((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (!KNOWN.has(name)) throw new Error(`Not an instruction that this can do: ${line}`);
    if (name === "ARG") setArgument(rest);
    const value = rest.replace(/\$\{(\w+)\}/g, (all, key) => given.get(key) ?? all);
    return { name, value };
  });
}

/** What an image of these instructions is, beside its files. */
export function imageOf(instructions) {
  const values = (wanted) => instructions.filter(({ name }) => name === wanted).map(({ value }) => value);
  const last = (wanted) => values(wanted).at(-1);
  const words = (value) => JSON.parse(value ?? "[]");
  const env = values("ENV").flatMap((line) => line.split(/\s+/).map((pair) => pair.split(/=(.*)/s, 2)));
  const health = /^(?:--\S+\s+)*CMD\s+(.*)$/.exec(last("HEALTHCHECK") ?? "")?.[1];
  return {
    user: last("USER") ?? "root",
    env: Object.fromEntries(env),
    volumes: values("VOLUME").flatMap(words),
    command: [...words(last("ENTRYPOINT")), ...words(last("CMD"))],
    health: words(health),
  };
}
