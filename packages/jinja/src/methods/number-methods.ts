/**
 * The attributes and methods of numbers.
 */
import { type Float, float } from "@salt/core";
import { asDouble, int } from "../value/arithmetic.js";
import { PyError, typeError } from "../value/errors.js";
import { bind, signature } from "../value/signature.js";
import { ABSENT, isFloat, isInt, PyFunction, tuple, type Val } from "../value/types.js";
import { int as intArgument, maybeText } from "./arguments.js";

type Num = number | bigint | Float | boolean;

function bitLength(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

const TO_BYTES = signature("to_bytes(length=1, byteorder='big', signed=False)");

function toBytes(value: bigint, length: number, order: string): Uint8Array {
  if (value < 0n) throw new PyError("OverflowError", "can't convert negative int to unsigned");
  const hex = value.toString(16);
  if (hex.length > length * 2) throw new PyError("OverflowError", "int too big to convert");
  const bytes = Uint8Array.from(Buffer.from(hex.padStart(length * 2, "0"), "hex"));
  return order === "little" ? bytes.reverse() : bytes;
}

/** The exact ratio of a float. */
function ratio(value: number): Val {
  if (!Number.isFinite(value)) {
    const what = Number.isNaN(value) ? "NaN" : "Infinity";
    const kind = what === "NaN" ? "ValueError" : "OverflowError";
    throw new PyError(kind, `cannot convert ${what} to integer ratio`);
  }
  let bottom = 1n;
  let top = value;
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  return tuple([int(BigInt(top)), int(bottom)]);
}

function floatHex(value: number): string {
  if (value === 0) return `${Object.is(value, -0) ? "-" : ""}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${value < 0 ? "-" : ""}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

/** Makes methods without arguments. */
function plainMethod(owner: string, name: string): (run: () => Val) => PyFunction {
  return (run) =>
    new PyFunction(name, (args, kwargs) => {
      if (kwargs.size > 0) throw typeError(`${owner}.${name}() takes no keyword arguments`);
      if (args.length > 0) throw typeError(`${owner}.${name}() takes no arguments (${args.length} given)`);
      return run();
    });
}

function ofInt(value: bigint, name: string): Val {
  const call = plainMethod("int", name);
  switch (name) {
    case "real":
    case "numerator":
      return int(value);
    case "imag":
      return 0;
    case "denominator":
      return 1;
    case "conjugate":
      return call(() => int(value));
    case "bit_length":
      return call(() => bitLength(value));
    case "bit_count":
      return call(() => (value < 0n ? -value : value).toString(2).replaceAll("0", "").length);
    case "as_integer_ratio":
      return call(() => tuple([int(value), 1]));
    case "to_bytes":
      return new PyFunction(name, (args, kwargs) => {
        const [length, order] = bind(TO_BYTES, args, kwargs);
        return toBytes(value, intArgument(length), maybeText(order) ?? "big");
      });
    default:
      return ABSENT;
  }
}

function ofFloat(value: number, name: string): Val {
  const call = plainMethod("float", name);
  switch (name) {
    case "real":
      return float(value);
    case "imag":
      return float(0);
    case "conjugate":
      return call(() => float(value));
    case "is_integer":
      return call(() => Number.isInteger(value));
    case "hex":
      return call(() => floatHex(value));
    case "as_integer_ratio":
      return call(() => ratio(value));
    default:
      return ABSENT;
  }
}

/** An attribute of a number, or ABSENT. */
export function numberAttribute(value: Num, name: string): Val {
  if (isFloat(value)) return ofFloat(asDouble(value), name);
  return ofInt(isInt(value) ? BigInt(value) : BigInt(Number(value)), name);
}
