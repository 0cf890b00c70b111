/**
 * States that fire events.
 */
import { isTrial, isTruthy, maybe, needed, stateFn, stateModule } from "@salt/core";
import { answer, unchanged } from "./answer/answer.js";

const name = needed.str("The tag.");
const data = maybe.any(null, "The data.");

const send = stateFn({
  doc: "Fires an event on the master's bus.",
  params: {
    name,
    data,
    preload: maybe.any(null, "Facts to put into the envelope."),
    with_env: maybe.any(false, "Add variables of the environment."),
    with_grains: maybe.any(false, "Add grains."),
    with_pillar: maybe.any(false, "Add values of the pillar."),
    show_changed: maybe.any(true, "Show the event as a change."),
  },
  varkw: "kwargs",
  run: async ({ show_changed: isShown, ...args }, context, { kwargs }) => {
    const changes = isTruthy(isShown) ? { tag: args.name, data: args.data } : {};
    if (isTrial(context)) return answer(args.name, null, "Event would have been fired", changes);
    const { name: tag, ...options } = args;
    const given = { ...Object.fromEntries(kwargs), ...options };
    const result = isTruthy(await context.call("event.send", [tag], given));
    return answer(tag, result, "Event fired", changes);
  },
});

export const event = stateModule("event", {
  doc: "States that fire events.",
  functions: {
    send,
    fire_master: send,
    mod_watch: send,
    wait: stateFn({
      doc: "Fires an event when something that it watches has changed, and only then.",
      params: { name, sfun: maybe.any(null, "The function of the chunk."), data },
      run: (args) => unchanged(args.name, ""),
    }),
  },
});
