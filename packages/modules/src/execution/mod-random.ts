/**
 * Random numbers and texts, and checksums of texts.
 */
import { createHash, getHashes, randomInt } from "node:crypto";
import type { Value } from "@salt/core";
import {
  executionModule,
  fn,
  isList,
  maybe,
  needed,
  pythonStr,
  pythonType,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { hashedBy, seededBy } from "../values/seeded-random.js";
import { withContents } from "./file-functions/file-meta.js";
import { plainValue, runProgram } from "./program/run-program.js";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** What the salt of a password may hold. */
const SALT_CHARACTERS = `${LOWER}${LOWER.toUpperCase()}${DIGITS}./`;
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const SPACES = " \t\n\r\v\f";
/** Longest text that is made, in characters. */
const MAX_LENGTH = 1_000_000;
/** Options of `openssl passwd` by the names of Salt. */
const CRYPT: Readonly<Record<string, string>> = { sha512: "-6", sha256: "-5", md5: "-1" };

const seed = maybe.any(null, "A number or text; with the same one the answer is the same, and Python's.");

export const random = executionModule("mod_random", {
  doc: "Random numbers and texts, and checksums of texts.",
  virtualName: "random",
  functions: {
    hash: fn({
      doc: "The checksum of a text, of any kind.",
      examples: ["salt '*' random.hash 'I am a string' md5"],
      params: { value: needed.any("The text."), algorithm: maybe.str("sha512", "The kind of checksum.") },
      run: ({ value, algorithm }) => {
        const name = algorithm?.replace("_", "-") ?? "";
        if (!getHashes().includes(name))
          throw new SaltError("NO_ALGORITHM", "You must specify a valid algorithm.");
        return createHash(name).update(bytesOf(value)).digest("hex");
      },
    }),
    str_encode: fn({
      doc: "A text in base64.",
      examples: ["salt '*' random.str_encode 'I am a new string'"],
      params: {
        value: needed.any("The text."),
        encoder: maybe.str("base64", "Only base64 works, as in Salt."),
      },
      run: ({ value, encoder }) => {
        if (encoder !== "base64") throw new SaltInvocationError("Value must be an encode-able string");
        return bytesOf(value).toString("base64");
      },
    }),
    get_str: fn({
      doc: "A random text, good enough for passwords.",
      examples: ["salt '*' random.get_str 128", "salt '*' random.get_str punctuation=False"],
      params: {
        length: maybe.int(20, "How many characters."),
        chars: maybe.str(null, "The characters to choose from, in place of the following."),
        lowercase: maybe.bool(true, "Small letters."),
        uppercase: maybe.bool(true, "Capital letters."),
        digits: maybe.bool(true, "Digits."),
        punctuation: maybe.bool(true, "Punctuation."),
        whitespace: maybe.bool(false, "Spaces, tabs and ends of lines."),
        printable: maybe.bool(false, "All of them."),
      },
      run: (args) => {
        const length = args.length ?? 0;
        if (length > MAX_LENGTH) throw new SaltInvocationError(`length must be at most ${MAX_LENGTH}`);
        const chars = charsFor(args);
        if (chars === "") throw new SaltInvocationError("There are no characters to choose from");
        return Array.from({ length: Math.max(0, length) }, () => chars[randomInt(chars.length)]).join("");
      },
    }),
    rand_int: fn({
      doc: "A random whole number between two, both included.",
      examples: ["salt '*' random.rand_int 1 10"],
      params: { start: maybe.int(1, "The smallest."), end: maybe.int(10, "The largest."), seed },
      run: ({ start, end, seed: given }) => {
        const [low, high] = [start ?? 1, end ?? 10];
        if (low > high)
          throw new PythonError(
            "ValueError",
            `empty range for randrange() (${low}, ${high + 1}, ${high + 1 - low})`,
          );
        return given === null ? randomInt(low, high + 1) : low + seededBy(given).below(high + 1 - low);
      },
    }),
    seed: fn({
      doc: "A whole number from 0 to below a limit, always the same for one minion: to spread jobs over time.",
      examples: ["salt '*' random.seed 10 hash=None"],
      params: {
        range: maybe.int(10, "The limit."),
        hash: maybe.any(null, "What the number comes from; the id of the minion unless given."),
      },
      run: ({ range, hash: given }, context) => {
        const limit = range ?? 10;
        if (limit < 1) throw new PythonError("ValueError", "empty range for randrange()");
        return seededBy(given ?? context.id).below(limit);
      },
    }),
    sample: fn({
      doc: "Some items of a list, or characters of a text, chosen at random.",
      examples: ["salt '*' random.sample '[a, b, c]' 2"],
      params: { value: needed.any("The list or text."), size: needed.int("How many."), seed },
      run: ({ value, size, seed: given }) => {
        const items = itemsOf(value);
        if (size > items.length || size < 0)
          throw new PythonError("ValueError", "Sample larger than population or is negative");
        return given === null ? shuffled(items).slice(0, size) : hashedBy(given).sample(items, size);
      },
    }),
    shuffle: fn({
      doc: "The items of a list, or characters of a text, in random order.",
      examples: ["salt '*' random.shuffle '[a, b, c]'"],
      params: { value: needed.any("The list or text."), seed },
      run: ({ value, seed: given }) => {
        const items = itemsOf(value);
        return given === null ? shuffled(items) : hashedBy(given).sample(items, items.length);
      },
    }),
    shadow_hash: fn({
      doc: "A password in the form in which /etc/shadow keeps it.",
      examples: ["salt '*' random.shadow_hash password=My5up3r53cur3Pa33word algorithm=sha512"],
      params: {
        crypt_salt: maybe.str(null, "What to mix in; random when not given."),
        password: maybe.str(null, "The password; random when not given."),
        algorithm: maybe.str("sha512", "One of sha512, sha256 and md5."),
      },
      run: async ({ crypt_salt, password, algorithm }, context) => {
        const option = CRYPT[algorithm ?? ""];
        if (option === undefined)
          throw new SaltInvocationError(
            `Cannot hash using '${algorithm}' hash algorithm. Natively supported algorithms are: ${pythonStr(Object.keys(CRYPT))}`,
          );
        const salt = plainValue(
          (crypt_salt ?? randomText(SALT_CHARACTERS, algorithm === "md5" ? 8 : 16)).replace(/^\$\d\$/, ""),
          "crypt_salt",
        );
        const secret = plainValue(password ?? randomText(LOWER + DIGITS, 20), "password");
        // Not by standard input, where a backslash and n would become the end of a line; nor seen in process lists.
        return await withContents(`${secret}\n`, async (path) => {
          const command = ["openssl", "passwd", option, "-salt", salt, "-in", path];
          return (await runProgram(command, context, { output_loglevel: "quiet" })).stdout;
        });
      },
    }),
  },
});

function bytesOf(value: Value): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(pythonStr(value));
}

interface CharKinds {
  readonly chars: string | null;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly digits: boolean;
  readonly punctuation: boolean;
  readonly whitespace: boolean;
  readonly printable: boolean;
}

function charsFor(kinds: CharKinds): string {
  if (kinds.printable) return DIGITS + LOWER + LOWER.toUpperCase() + PUNCTUATION + SPACES;
  if (kinds.chars !== null && kinds.chars !== "") return kinds.chars;
  const chosen = [
    kinds.lowercase ? LOWER : "",
    kinds.uppercase ? LOWER.toUpperCase() : "",
    kinds.digits ? DIGITS : "",
    kinds.punctuation ? PUNCTUATION : "",
    kinds.whitespace ? SPACES : "",
  ];
  return chosen.join("");
}

function randomText(chars: string, length: number): string {
  return Array.from({ length }, () => chars[randomInt(chars.length)]).join("");
}

function itemsOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (typeof value === "string") return [...value];
  throw new PythonError("TypeError", `object of type '${pythonType(value)}' has no len()`);
}

function shuffled(items: readonly Value[]): readonly Value[] {
  const out = [...items];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [out[at], out[other]] = [out[other] ?? null, out[at] ?? null];
  }
  return out;
}
