"""YAML: read by the minion's own reader, and written in the form that Salt writes."""
import json
import re

from salt_host.services import parse_yaml

_PLAIN = re.compile(r"^[A-Za-z_/.][\w /.+@%-]*$")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "~", "y", "n", ".nan", ".inf"}


class YAMLError(ValueError):
    """A text that cannot be read."""


def safe_load(stream, Loader=None):
    """Reads a text or a file. Raises YAMLError."""
    text = stream.read() if hasattr(stream, "read") else stream
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        return parse_yaml(text)
    except Exception as error:  # pylint: disable=broad-except
        raise YAMLError(str(error))


load = safe_load


def safe_dump(data, stream=None, **kwargs):
    """Writes a value, in block style unless `default_flow_style` is true."""
    if kwargs.get("default_flow_style"):
        text = _flow(data) + "\n"
    elif isinstance(data, (dict, list, tuple)) and data:
        text = "".join(line + "\n" for line in _block(data))
    else:
        text = _flow(data) + ("\n" if isinstance(data, (dict, list, tuple)) else "\n...\n")
    if stream is None:
        return text
    stream.write(text)
    return None


dump = safe_dump


def _block(data):
    pairs = sorted(data.items(), key=lambda pair: str(pair[0])) if isinstance(data, dict) else [(None, one) for one in data]
    for key, value in pairs:
        head = "-" if key is None else _flow(key) + ":"
        if isinstance(value, (dict, list, tuple)) and value:
            lines = list(_block(value))
            if key is None:
                yield "- " + lines[0]
                lines = lines[1:]
            else:
                yield head
            indent = "" if isinstance(value, (list, tuple)) and key is not None else "  "
            for line in lines:
                yield indent + line
        else:
            yield head + " " + _flow(value)


def _flow(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join("{}: {}".format(_flow(key), _flow(one)) for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    text = str(value)
    if _PLAIN.match(text) and text.lower() not in _WORDS and not text.endswith(" ") and ": " not in text:
        return text
    return json.dumps(text, ensure_ascii=False) if "\n" in text else "'{}'".format(text.replace("'", "''"))
