"""Asks real Salt's master whom it expects: a fleet a line, or one target on the last fleet; an answer for each target."""
import json
import logging
import os
import shutil
import sys

import salt.cache
import salt.config
import salt.utils.minions

logging.disable(logging.CRITICAL)

first = json.loads(sys.stdin.readline())


def options(folder):
    """A master's options, with everything below one directory."""
    opts = salt.config.DEFAULT_MASTER_OPTS.copy()
    opts.update(
        root_dir=folder,
        cachedir=os.path.join(folder, "cache"),
        pki_dir=os.path.join(folder, "pki"),
        sock_dir=folder,
        extension_modules=folder,
        nodegroups=first["nodegroups"],
        __role="master",
        id="master",
    )
    return opts


def lay_out(folder, minions):
    """Keys and cached data of a fleet, as a master keeps them."""
    opts = options(folder)
    keys = os.path.join(opts["pki_dir"], "minions")
    os.makedirs(keys)
    os.makedirs(opts["cachedir"])
    cache = salt.cache.factory(opts)
    for minion in minions:
        with open(os.path.join(keys, minion["id"]), "w", encoding="ascii") as key:
            key.write("-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n")
        if minion["data"] is not None:
            cache.store("minions/{}".format(minion["id"]), "data", minion["data"])
            # Where 3008 keeps them.
            for bank, data in minion["data"].items():
                cache.store(bank, minion["id"], data)
    return salt.utils.minions.CkMinions(opts)


known = None
folder = None
for number, line in enumerate(sys.stdin):
    case = json.loads(line)
    if "minions" in case:
        if folder is not None:
            shutil.rmtree(folder)
        folder = os.path.join(first["dir"], str(number))
        known = lay_out(folder, case["minions"])
        continue
    words = {"tgt_type": case["kind"], "delimiter": case["delimiter"]}
    found = known.check_minions(case["tgt"], **words)
    print(json.dumps([sorted(set(found["minions"])), sorted(set(found.get("missing", [])))]))
