"""JSON."""
import json

JSONDecodeError = json.JSONDecodeError


def loads(s, **kwargs):
    """Reads a text."""
    kwargs.pop("encoding", None)
    kwargs.pop("_json_module", None)
    if isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    return json.loads(s, **kwargs)


def load(fp, **kwargs):
    """Reads a file."""
    return loads(fp.read(), **kwargs)


def dumps(obj, **kwargs):
    """Writes a text; other letters than those of ASCII stay as they are."""
    kwargs.pop("_json_module", None)
    kwargs.setdefault("ensure_ascii", False)
    return json.dumps(obj, **kwargs)


def dump(obj, fp, **kwargs):
    """Writes a file."""
    fp.write(dumps(obj, **kwargs))


def find_json(s):
    """The JSON in a text that begins with something else. Raises ValueError."""
    for at, char in enumerate(s):
        if char in "[{":
            try:
                return json.JSONDecoder().raw_decode(s[at:])[0]
            except ValueError:
                continue
    raise ValueError("there is no JSON in this text")
