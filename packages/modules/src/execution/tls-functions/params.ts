/**
 * Parameters that several functions of `tls` take.
 */
import { maybe, needed } from "@salt/core";

/** Which authority. */
export const authority = {
  ca_name: needed.any("The name of the authority; no path."),
  cacert_path: maybe.any(null, "The directory of all authorities."),
  ca_filename: maybe.any(null, "Another name for the authority's files."),
} as const;

/** Parts of a subject, in Salt's order. */
export const subject = {
  CN: maybe.any("localhost", "The common name."),
  C: maybe.any("US", "The country, two letters."),
  ST: maybe.any("Utah", "The state."),
  L: maybe.any("Salt Lake City", "The place."),
  O: maybe.any("SaltStack", "The organization."),
  OU: maybe.any(null, "The unit of the organization."),
  emailAddress: maybe.any(null, "An address for mail."),
} as const;

/** What keys and certificates are made with. */
export const making = {
  bits: maybe.any(2048, "The bits of the key, of RSA."),
  days: maybe.any(365, "For how many days it is good."),
  digest: maybe.any("sha256", "The digest that is signed."),
  replace: maybe.bool(false, "Make it anew when it is there."),
} as const;
