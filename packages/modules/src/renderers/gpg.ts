/**
 * The renderer `gpg`.
 */
import { isTruthy, rendererModule } from "@salt/core";
import { Decrypter } from "./gpg-functions/decrypter.js";

export const gpg = rendererModule("gpg", {
  doc: "Decrypt every PGP message in the texts of the data, by the program gpg and the keys in `gpg_keydir`.",
  render: async ({ data, extra }, context) => {
    const decrypter = await Decrypter.open(context, isTruthy(extra.get("translate_newlines")));
    return await decrypter.value(data);
  },
});
