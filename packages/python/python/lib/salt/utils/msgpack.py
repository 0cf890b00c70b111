"""Values as msgpack bytes."""
from salt_host.packing import pack, unpack

LIMIT = 1 << 30


def packb(o, **_kwargs):
    """Packs a value."""
    return bytes(pack(o, LIMIT))


def unpackb(packed, **_kwargs):
    """Reads a packed value."""
    return unpack(packed)


dumps, loads = packb, unpackb


def pack_into(o, stream, **kwargs):
    """Packs a value into a file."""
    stream.write(packb(o, **kwargs))
