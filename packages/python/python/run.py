"""Starts the host: `python3 run.py LIMIT LOGLEVEL CACHE DIRECTORY…`."""
import os
import sys


RECURSION = 2500


def prepare(cache, directories):
    """Where modules are imported from, and where their compiled code is kept."""
    if cache and hasattr(sys, "pycache_prefix"):
        sys.pycache_prefix = cache
    else:
        sys.dont_write_bytecode = True
    sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
    sys.path.extend(directories)


def main():
    """Runs until the minion is gone."""
    limit, level, cache = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    prepare(cache, sys.argv[4:])
    del sys.argv[1:]
    import faulthandler
    import logging

    # A crash of the interpreter itself still tells which line it was at.
    faulthandler.enable(all_threads=False)
    # Packing takes two calls for each level of a value.
    sys.setrecursionlimit(RECURSION)
    import salt.log
    from salt_host.channel import Channel
    from salt_host.host import Host, MinionLog
    from salt_host.services import provide

    channel = Channel(limit)
    channel.end_with_minion()
    host = Host(channel)
    provide(host)
    salt.log.add_levels()
    logging.root.addHandler(MinionLog(host))
    logging.root.setLevel(level)
    host.serve()


main()
