"""Values as msgpack bytes and back, in plain Python, so that no package is needed."""
import collections.abc
import datetime
import struct

#: Levels of lists and maps in one value; the minion's own codec stops at 512.
MAX_DEPTH = 500
TOO_DEEP = "it is nested deeper than {} levels or contains itself".format(MAX_DEPTH)
#: The extension type that times travel in.
TIME = 78
TIME_FORMAT = "%Y%m%dT%H:%M:%S.%f"


class Unpackable(Exception):
    """A value that has no form on the wire; `place` says where in the whole it was found."""

    def __init__(self, what):
        super().__init__(what)
        self.what = what
        self.place = []

    def __str__(self):
        return "{} at {}".format(self.what, "".join(self.place) or "the top")


class TooLarge(Unpackable):
    """A value that takes more bytes than may be sent."""


def pack(value, limit):
    """The bytes of a value. Raises Unpackable, and TooLarge beyond `limit` bytes."""
    packer = _Packer(limit)
    try:
        packer.put(value, 0)
    except RecursionError:
        raise Unpackable(TOO_DEEP)
    return packer.out


class _Packer:
    def __init__(self, limit):
        self.out = bytearray()
        self.limit = limit

    def put(self, value, depth):
        kind = type(value)
        writer = _WRITERS.get(kind)
        if writer is not None:
            writer(self, value, depth)
        else:
            self.put_other(value, depth)
        if len(self.out) > self.limit:
            raise TooLarge("it takes more than {} MiB".format(self.limit >> 20))

    def put_none(self, _value, _depth):
        self.out.append(0xC0)

    def put_bool(self, value, _depth):
        self.out.append(0xC3 if value else 0xC2)

    def put_int(self, value, depth):
        if 0 <= value < 0x80:
            self.out.append(value)
        elif -0x20 <= value < 0:
            self.out.append(value + 0x100)
        elif -(1 << 63) <= value < (1 << 63):
            self.out += struct.pack(">Bq", 0xD3, value)
        elif 0 <= value < (1 << 64):
            self.out += struct.pack(">BQ", 0xCF, value)
        else:
            self.put_str(str(value), depth)

    def put_float(self, value, _depth):
        self.out += struct.pack(">Bd", 0xCB, value)

    def put_str(self, value, _depth):
        self.check(len(value))
        data = value.encode("utf-8", "surrogateescape")
        size = len(data)
        self.check(size)
        if size < 0x20:
            self.out.append(0xA0 | size)
        else:
            self.head(size, 0xD9, 0xDA, 0xDB)
        self.out += data

    def put_bytes(self, value, _depth):
        self.check(len(value))
        self.head(len(value), 0xC4, 0xC5, 0xC6)
        self.out += value

    def put_list(self, value, depth):
        self.enter(depth)
        size = len(value)
        if size < 0x10:
            self.out.append(0x90 | size)
        else:
            self.head(size, None, 0xDC, 0xDD)
        for at, item in enumerate(value):
            try:
                self.put(item, depth + 1)
            except Unpackable as fault:
                fault.place.insert(0, "[{}]".format(at))
                raise

    def put_map(self, value, depth):
        self.enter(depth)
        size = len(value)
        if size < 0x10:
            self.out.append(0x80 | size)
        else:
            self.head(size, None, 0xDE, 0xDF)
        for key, item in value.items():
            try:
                if isinstance(key, (tuple, frozenset)):
                    raise Unpackable("the key {!r} is neither text nor number".format(key))
                self.put(key, depth + 1)
                self.put(item, depth + 1)
            except Unpackable as fault:
                fault.place.insert(0, "[{!r}]".format(key))
                raise

    def put_time(self, value, _depth):
        data = value.strftime(TIME_FORMAT).encode()
        self.out += struct.pack(">BBb", 0xC7, len(data), TIME)
        self.out += data

    def put_other(self, value, depth):
        """Subclasses, and what Salt sends as the nearest basic type."""
        for base, writer in _BASES:
            if isinstance(value, base):
                return writer(self, value, depth)
        if isinstance(value, (set, frozenset)):
            return self.put_list(list(value), depth)
        raise Unpackable("a value of type '{}' cannot be sent".format(type(value).__name__))

    def head(self, size, short, middle, long):
        if short is not None and size < 0x100:
            self.out += struct.pack(">BB", short, size)
        elif size < 0x10000:
            self.out += struct.pack(">BH", middle, size)
        else:
            self.out += struct.pack(">BI", long, size)

    def check(self, size):
        if len(self.out) + size > self.limit:
            raise TooLarge("it takes more than {} MiB".format(self.limit >> 20))

    @staticmethod
    def enter(depth):
        if depth >= MAX_DEPTH:
            raise Unpackable(TOO_DEEP)


_WRITERS = {
    type(None): _Packer.put_none,
    bool: _Packer.put_bool,
    int: _Packer.put_int,
    float: _Packer.put_float,
    str: _Packer.put_str,
    bytes: _Packer.put_bytes,
    list: _Packer.put_list,
    tuple: _Packer.put_list,
    dict: _Packer.put_map,
}
_BASES = (
    (bool, _Packer.put_bool),
    (int, _Packer.put_int),
    (float, _Packer.put_float),
    (str, _Packer.put_str),
    ((bytes, bytearray), _Packer.put_bytes),
    (datetime.datetime, _Packer.put_time),
    (collections.abc.Mapping, _Packer.put_map),
    ((list, tuple, collections.abc.KeysView, collections.abc.ValuesView), _Packer.put_list),
)


def unpack(data):
    """The value of bytes that came from the minion."""
    return _Unpacker(data).take()


class _Unpacker:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def number(self, form):
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def bytes(self, size):
        start = self.at
        self.at += size
        return bytes(self.data[start : self.at])

    def text(self, size):
        return self.bytes(size).decode("utf-8", "surrogateescape")

    def list(self, size):
        return [self.take() for _ in range(size)]

    def map(self, size):
        found = {}
        for _ in range(size):
            key = self.take()
            found[key] = self.take()
        return found

    def extension(self, size):
        kind = self.number(">b")
        data = self.bytes(size)
        if kind == TIME:
            return datetime.datetime.strptime(data.decode(), TIME_FORMAT)
        return data

    def take(self):
        head = self.data[self.at]
        self.at += 1
        if head < 0x80:
            return head
        if head < 0x90:
            return self.map(head & 0x0F)
        if head < 0xA0:
            return self.list(head & 0x0F)
        if head < 0xC0:
            return self.text(head & 0x1F)
        if head >= 0xE0:
            return head - 0x100
        return _READERS[head](self)


def _sized(method, form):
    return lambda self: getattr(self, method)(self.number(form))


def _plain(form):
    return lambda self: self.number(form)


def _fixed_extension(size):
    return lambda self: self.extension(size)


_READERS = {
    0xC0: lambda self: None,
    0xC2: lambda self: False,
    0xC3: lambda self: True,
    0xCA: _plain(">f"),
    0xCB: _plain(">d"),
    0xCC: _plain(">B"),
    0xCD: _plain(">H"),
    0xCE: _plain(">I"),
    0xCF: _plain(">Q"),
    0xD0: _plain(">b"),
    0xD1: _plain(">h"),
    0xD2: _plain(">i"),
    0xD3: _plain(">q"),
}
for _at, _form in enumerate((">B", ">H", ">I")):
    _READERS[0xC4 + _at] = _sized("bytes", _form)
    _READERS[0xC7 + _at] = _sized("extension", _form)
    _READERS[0xD9 + _at] = _sized("text", _form)
for _at, _form in enumerate((">H", ">I")):
    _READERS[0xDC + _at] = _sized("list", _form)
    _READERS[0xDE + _at] = _sized("map", _form)
for _at in range(5):
    _READERS[0xD4 + _at] = _fixed_extension(1 << _at)
