/**
 * Keys as text: the form in which two of them are compared.
 */

/** A PEM without surrounding space and with LF line ends; releases differ in what they store of the same key. */
export function normaliseKeyText(pem: string): string {
  return pem.replace(/\r\n?/g, "\n").trim();
}
