"""Values as bytes."""
from salt.utils.msgpack import packb, unpackb


def dumps(msg, use_bin_type=False):
    """Packs a value."""
    return packb(msg)


def loads(msg, encoding=None, raw=False):
    """Reads a packed value."""
    return unpackb(msg)


class Serial:
    """The same as a class."""

    def __init__(self, *_args, **_kwargs):
        self.serial = "msgpack"

    dumps = staticmethod(dumps)
    loads = staticmethod(loads)
