"""Addresses of the file server."""
from urllib.parse import urlsplit


def parse(url):
    """Path and environment of `salt://path?saltenv=env`."""
    if not url.startswith("salt://"):
        return url, None
    path, _, query = url[len("salt://") :].partition("?")
    env = query[len("saltenv=") :] if query.startswith("saltenv=") else None
    return path, env


def create(path, saltenv=None):
    """An address of a path."""
    query = "?saltenv={}".format(saltenv) if saltenv else ""
    return "salt://{}{}".format(path.replace("\\", "/"), query)


def split_env(url):
    """An address without its environment, and the environment."""
    if not url.startswith("salt://"):
        return url, None
    path, env = parse(url)
    return create(path), env


def add_env(url, saltenv):
    """An address with an environment."""
    return create(parse(url)[0], saltenv) if url.startswith("salt://") else url


def validate(url, protos):
    """Whether an address is of one of some schemes."""
    return urlsplit(url).scheme in protos


def strip_proto(url):
    """An address without its scheme."""
    return url.partition("://")[2] or url


def is_escaped(url):
    """Whether a path is taken word by word."""
    return url.startswith("|") or url.startswith("salt://|")
