/**
 * Floats in the presentations e, f and g, with exact decimal digits.
 */

/** The exact value of a finite double as a ratio `numerator / 2 ** shift`. */
function exact(value: number): { numerator: bigint; shift: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
  const power = (exponent === 0 ? 1 : exponent) - 1075;
  return power >= 0
    ? { numerator: mantissa << BigInt(power), shift: 0 }
    : { numerator: mantissa, shift: -power };
}

/** `value * 10 ** digits`, rounded half to even: exact, unlike toFixed beyond 100 digits or 1e21. */
function scaled(value: number, digits: number): bigint {
  const { numerator, shift } = exact(value);
  const top = digits >= 0 ? numerator * 10n ** BigInt(digits) : numerator;
  const bottom = (1n << BigInt(shift)) * (digits < 0 ? 10n ** BigInt(-digits) : 1n);
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** Digits after the point: `format(value, f".{precision}f")` without the sign. */
export function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, "0");
  const point = digits.length - precision;
  return precision === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function scientific(value: number, precision: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(precision + 1), exponent: 0 };
  let exponent = Math.floor(Math.log10(Math.abs(value)));
  for (;;) {
    const digits = scaled(value, precision - exponent).toString();
    if (digits.length === precision + 1) return { digits, exponent };
    exponent += digits.length > precision + 1 ? 1 : -1;
  }
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function general(value: number, precision: number, keepZeros: boolean): string {
  const places = precision === 0 ? 1 : precision;
  const { digits, exponent } = scientific(value, places - 1);
  const trim = (text: string): string =>
    keepZeros || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  if (exponent < -4 || exponent >= places) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return trim(mantissa) + exponentText(exponent);
  }
  return trim(fixed(value, Math.max(0, places - 1 - exponent)));
}

/** A float in the presentation e, E, f, F, g or G, with its minus sign. */
export function formatDouble(value: number, type: string, precision: number, alternate = false): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const upper = type !== type.toLowerCase();
  const text = sign + unsigned(value, type.toLowerCase(), precision, alternate);
  return upper ? text.toUpperCase() : text;
}

function unsigned(value: number, type: string, precision: number, alternate: boolean): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return "inf";
  if (type === "f") return fixed(value, precision);
  if (type === "g") return general(value, precision, alternate);
  const { digits, exponent } = scientific(value, precision);
  const mantissa = precision > 0 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return mantissa + exponentText(exponent);
}
