"""Asks real Salt's matchers: one JSON case a line on standard input, one answer a line on standard output."""
import json
import logging
import sys

import salt.config
import salt.loader

logging.disable(logging.CRITICAL)

first = json.loads(sys.stdin.readline())
opts = salt.config.DEFAULT_MINION_OPTS.copy()
opts.update(
    root_dir=first["dir"],
    cachedir=first["dir"],
    extension_modules=first["dir"],
    nodegroups=first["nodegroups"],
    id="nobody",
    grains={},
    pillar={},
)
matchers = salt.loader.matchers(opts)

DELIMITED = {"grain", "grain_pcre", "pillar", "pillar_pcre", "pillar_exact"}

for line in sys.stdin:
    case = json.loads(line)
    # The matchers keep the dictionary that they were first given: its content is what changes.
    opts.update(id=case["id"], minion_id=case["id"], grains=case["grains"], pillar=case["pillar"])
    words = {"opts": opts, "minion_id": case["id"]}
    if case["kind"] in DELIMITED:
        words["delimiter"] = case["delimiter"]
    kind, tgt = case["kind"], case["tgt"]
    if kind == "nodegroup":
        # As commands send it: the matcher of this name would test the minion that the matchers were loaded for.
        kind, tgt = "compound", "N@" + tgt
    try:
        answer = bool(matchers["{}_match.match".format(kind)](tgt, **words))
    except Exception as exc:  # A matcher that fails means nobody.
        answer = "error: {}".format(type(exc).__name__)
    print(json.dumps(answer))
