"""Texts and bytes."""
import difflib
import fnmatch
import re

_SIZES = ("B", "K", "M", "G", "T", "P")


def to_bytes(s, encoding=None, errors="strict"):
    """As bytes."""
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    if isinstance(s, str):
        return s.encode(encoding or "utf-8", errors)
    raise TypeError("expected str or bytearray")


def to_str(s, encoding=None, errors="strict", normalize=False):
    """As text."""
    if isinstance(s, str):
        return s
    if isinstance(s, (bytes, bytearray)):
        return bytes(s).decode(encoding or "utf-8", errors)
    raise TypeError("expected str, bytearray, or unicode")


to_unicode = to_str


def to_num(text):
    """A number if the text is one."""
    for kind in (int, float):
        try:
            return kind(text)
        except (TypeError, ValueError):
            continue
    return text


def to_none(text):
    """None for a blank text."""
    return text if str(text).strip() else None


def is_quoted(value):
    """The quote that a text lies in, or an empty text."""
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[0]
    return ""


def dequote(value):
    """A text without the quotes around it."""
    return value[1:-1] if is_quoted(value) else value


def is_hex(value):
    """Whether a text is a hexadecimal number."""
    try:
        int(value, 16)
        return True
    except (TypeError, ValueError):
        return False


def is_binary(data):
    """Whether data does not look like text."""
    if not data:
        return False
    data = to_bytes(data)
    if b"\0" in data:
        return True
    odd = sum(1 for byte in data if byte < 32 and byte not in (7, 8, 9, 10, 12, 13, 27))
    return odd / len(data) > 0.3


def random(size=32):
    """A random text of hexadecimal digits."""
    import secrets

    return secrets.token_hex(size)[:size]


def contains_whitespace(text):
    """Whether a text has white space in it."""
    return any(char.isspace() for char in text)


def human_to_bytes(size, default_unit="B", handle_metric=False):
    """The number of bytes that `2M` or `1.5 GiB` means; 0 for what is no size."""
    match = re.match(r"^\s*(\d+(?:\.\d*)?)\s*([A-Za-z]*)\s*$", str(size))
    if match is None:
        return 0
    unit = match.group(2).upper() or default_unit.upper()
    metric = handle_metric and unit.endswith("B") and not unit.endswith("IB") and len(unit) == 2
    if unit[0] not in _SIZES:
        return 0
    return int(float(match.group(1)) * (1000 if metric else 1024) ** _SIZES.index(unit[0]))


def build_whitespace_split_regex(text):
    """A pattern for a text in which white space may differ."""
    parts = [re.escape(part) for part in text.split()]
    return r"(?m)^(?:[\s]+)?" + r"(?:[\s]+)?".join(parts) + r"(?:[\s]+)?$"


def expr_match(line, expr):
    """Whether a line matches a glob or a pattern."""
    if line == expr or fnmatch.fnmatch(line, expr):
        return True
    try:
        return re.match(r"\A{}\Z".format(expr), line) is not None
    except re.error:
        return False


def check_whitelist_blacklist(value, whitelist=None, blacklist=None):
    """Whether a value is allowed by the one list and not forbidden by the other."""
    lists = [[each] if isinstance(each, str) else list(each or ()) for each in (whitelist, blacklist)]
    if any(expr_match(value, expr) for expr in lists[1]):
        return False
    return not lists[0] or any(expr_match(value, expr) for expr in lists[0])


def get_diff(a, b, *args, **kwargs):
    """A unified diff of two texts."""
    lines = [to_str(text).splitlines(True) for text in (a, b)]
    return "".join(difflib.unified_diff(lines[0], lines[1], *args, **kwargs))


def camel_to_snake_case(camel_input):
    """`someName` as `some_name`."""
    text = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", camel_input)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text).lower()


def snake_to_camel_case(snake_input, uppercamel=False):
    """`some_name` as `someName`."""
    first, *rest = snake_input.split("_")
    return (first.capitalize() if uppercamel else first) + "".join(part.capitalize() for part in rest)
