/**
 * States of XML files.
 */
import { isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "./answer/answer.js";

export const xml = stateModule("xml", {
  doc: "States of XML files.",
  available: async (context) =>
    (await has(context, "xml.get_value")) ? true : "The xml execution module is not available",
  functions: {
    value_present: stateFn({
      doc: "Makes an element have a text.",
      params: {
        name: needed.str("The file."),
        xpath: needed.str("The element, as an XPath."),
        value: needed.any("The text."),
      },
      varkw: "kwargs",
      run: async ({ name, xpath, value }, context) => {
        const current = await context.call("xml.get_value", [name, xpath]);
        if (!isTruthy(current)) return failed(name, `xpath query ${xpath} not found in ${name}`);
        if (current === value) return unchanged(name, `${pythonStr(value)} is already present`);
        const changes = { [name]: { old: current, new: value } };
        if (isTrial(context)) return pending(name, `${name} will be updated`, changes);
        const isDone = isTruthy(await context.call("xml.set_value", [name, xpath, value]));
        return answer(name, isDone, `${name} updated`, changes);
      },
    }),
  },
});
