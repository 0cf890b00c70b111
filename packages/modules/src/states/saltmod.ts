/**
 * States of an orchestration: state runs and functions on minions, runners, wheel functions, and waiting for events.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { parallelRunners } from "./salt-functions/parallel-runners.js";
import { runFunction } from "./salt-functions/run-function.js";
import { runRunner, runWheel } from "./salt-functions/run-runner.js";
import { runState } from "./salt-functions/run-state.js";
import { waitForEvent } from "./salt-functions/wait-for-event.js";

const tgt = needed.any("The minions.");
const ssh = maybe.bool(false, "Is not offered: there is no salt-ssh.");
const tgt_type = maybe.str("glob", "How the target is to be read.");
const ret = maybe.str("", "Returners that minions call too, comma-joined.");
const ret_config = maybe.any(null, "The alternative configuration that returners use.");
const ret_kwargs = maybe.any(null, "Further configuration of returners.");
const fail_minions = maybe.any(null, "Minions whose failure does not matter, as a list or with commas.");
const timeout = maybe.int(null, "Seconds to wait for answers.");
const batch = maybe.any(null, "So many minions at a time: a number, or a share such as `10%`.");
const subset = maybe.any(null, "So many of the minions, chosen by chance.");
const failhard = maybe.any(null, "In batches: stop at the first minion that fails.");

const state = stateFn({
  doc: "Applies states on minions: the highstate, those of SLS files, or those of a top file. Fails when a minion fails.",
  params: {
    name: needed.str("A name for what is done."),
    tgt,
    ssh,
    tgt_type,
    ret,
    ret_config,
    ret_kwargs,
    highstate: maybe.any(null, "True to apply the highstate."),
    sls: maybe.any(null, "SLS files, as a list or with commas."),
    top: maybe.any(null, "A top file to apply instead of the usual one."),
    saltenv: maybe.any(null, "The environment of the states."),
    test: maybe.any(null, "True to say only what would change."),
    pillar: maybe.any(null, "Values that are laid over the pillar of the minions."),
    pillarenv: maybe.any(null, "The environment of the pillar."),
    expect_minions: maybe.bool(true, "Count minions that do not answer as failed."),
    exclude: maybe.any(null, "SLS files, or maps of `sls` or `id`, whose states are left out."),
    fail_minions,
    allow_fail: maybe.any(0, "How many minions may fail."),
    concurrent: maybe.any(false, "True to run beside another state run of the minion."),
    timeout,
    batch,
    queue: maybe.any(false, "True to wait for another state run of the minion."),
    subset,
    orchestration_jid: maybe.any(
      null,
      "The job id whose events tell what is done; that of the orchestration unless given.",
    ),
    failhard,
  },
  varkw: "kwargs",
  run: (args, context, { kwargs }) => runState(args, kwargs.get("roster") ?? null, context),
});

const call = stateFn({
  doc: "Calls an execution function on minions. Fails when it gives False or an exit status on one of them.",
  params: {
    name: needed.str("The function."),
    tgt,
    ssh,
    tgt_type,
    ret,
    ret_config,
    ret_kwargs,
    expect_minions: maybe.bool(false, "Count minions that do not answer as failed."),
    fail_minions,
    fail_function: maybe.str(
      null,
      "A function on the master that is given each return, and says whether it is good.",
    ),
    arg: maybe.any(null, "Positional arguments, as a list."),
    kwarg: maybe.any(null, "Keyword arguments, as a map."),
    timeout,
    batch,
    subset,
    failhard,
  },
  varkw: "kwargs",
  run: (args, context, { kwargs }) => runFunction(args, kwargs.get("roster") ?? null, context),
});

const runner = stateFn({
  doc: "Runs a runner. Further keywords are those of the runner; `arg` and `kwarg` give arguments as a list and a map.",
  params: { name: needed.str("The runner function.") },
  varkw: "kwargs",
  run: ({ name }, context, { kwargs }) => runRunner(name, kwargs, context),
});

const wheel = stateFn({
  doc: "Calls a wheel function. Further keywords are those of the function.",
  params: { name: needed.str("The wheel function.") },
  varkw: "kwargs",
  run: ({ name }, context, { kwargs }) => runWheel(name, kwargs, context),
});

export const saltmod = stateModule("saltmod", {
  doc: "States of an orchestration: state runs and functions on minions, runners, wheel functions, and waiting for events.",
  virtualName: "salt",
  functions: {
    state,
    function: call,
    runner,
    wheel,
    wait_for_event: stateFn({
      doc: "Waits until an event has told of each id of a list.",
      params: {
        name: needed.str("A glob for the tags of the events."),
        id_list: needed.any("The ids, as a list."),
        event_id: maybe.str("id", "The field of the event that has the id."),
        timeout: maybe.number(300, "Seconds to wait."),
        node: maybe.str("master", "Whose bus: `master` or `minion`."),
      },
      run: (args, context) => {
        const { event_id, timeout: seconds, node } = args;
        const wish = { ...args, event_id: event_id ?? "id", timeout: seconds ?? 300, node: node ?? "master" };
        return waitForEvent(wish, context);
      },
    }),
    parallel_runners: stateFn({
      doc: "Runs several runners at the same time, and waits for all of them.",
      params: {
        name: needed.str("A name for what is done."),
        runners: needed.any("Runners by an id: for each a list or map of `name` and `kwarg`."),
      },
      varkw: "kwargs",
      run: ({ name, runners }, context) => parallelRunners(name, runners, context),
    }),
  },
});
