"""The part of `six` that modules for both Pythons use; there is only one Python left."""
import builtins
import io
import sys
import types
import urllib.error
import urllib.parse
import urllib.request

PY2 = False
PY3 = True
string_types = (str,)
integer_types = (int,)
class_types = (type,)
text_type = str
binary_type = bytes
MAXSIZE = sys.maxsize
StringIO = io.StringIO
BytesIO = io.BytesIO


def iteritems(mapping, **kwargs):
    """Keys with values."""
    return iter(mapping.items(**kwargs))


def iterkeys(mapping, **kwargs):
    """Keys."""
    return iter(mapping.keys(**kwargs))


def itervalues(mapping, **kwargs):
    """Values."""
    return iter(mapping.values(**kwargs))


def viewitems(mapping):
    """Keys with values, as they change."""
    return mapping.items()


def u(text):
    """The text itself."""
    return text


def b(text):
    """The bytes of a text."""
    return text.encode("latin-1")


def reraise(_kind, value, trace=None):
    """Raises an exception again."""
    raise value.with_traceback(trace)


def raise_from(value, cause):
    """Raises an exception with its cause."""
    raise value from cause


def ensure_str(value, encoding="utf-8", errors="strict"):
    """As text."""
    return value.decode(encoding, errors) if isinstance(value, bytes) else value


def ensure_binary(value, encoding="utf-8", errors="strict"):
    """As bytes."""
    return value.encode(encoding, errors) if isinstance(value, str) else value


ensure_text = ensure_str


def with_metaclass(meta, *bases):
    """A base class of a metaclass."""
    return meta("Base", bases or (object,), {})


def add_metaclass(meta):
    """A decorator that gives a class a metaclass."""

    def decorate(cls):
        names = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
        return meta(cls.__name__, cls.__bases__, names)

    return decorate


def python_2_unicode_compatible(cls):
    """The class itself."""
    return cls


def _module(name, **content):
    module = types.ModuleType(__name__ + "." + name)
    vars(module).update(content)
    sys.modules[module.__name__] = module
    return module


import configparser  # noqa: E402
import http.client  # noqa: E402
import queue  # noqa: E402
import shlex  # noqa: E402

_urllib = _module("moves.urllib", parse=urllib.parse, request=urllib.request, error=urllib.error)
moves = _module(
    "moves",
    range=range,
    map=map,
    zip=zip,
    filter=filter,
    input=input,
    StringIO=io.StringIO,
    cStringIO=io.StringIO,
    zip_longest=__import__("itertools").zip_longest,
    reduce=__import__("functools").reduce,
    shlex_quote=shlex.quote,
    urllib=_urllib,
    configparser=configparser,
    http_client=http.client,
    queue=queue,
    builtins=builtins,
)
moves.__path__ = []
_urllib.__path__ = []
for _name, _part in (("parse", urllib.parse), ("request", urllib.request), ("error", urllib.error)):
    sys.modules[_urllib.__name__ + "." + _name] = _part
sys.modules[moves.__name__ + ".configparser"] = configparser
sys.modules[moves.__name__ + ".http_client"] = http.client
sys.modules[moves.__name__ + ".queue"] = queue
sys.modules[moves.__name__ + ".builtins"] = builtins
