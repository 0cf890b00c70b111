"""Lists and maps."""
import collections.abc
import copy
import fnmatch

from salt.defaults import DEFAULT_TARGET_DELIM
from salt.exceptions import SaltException

__all__ = ["CaseInsensitiveDict", "compare_dicts", "compare_lists", "traverse_dict_and_list"]


class CaseInsensitiveDict(collections.abc.MutableMapping):
    """A map in which case does not tell keys apart."""

    def __init__(self, init=None):
        self._data = {}
        self.update(init or {})

    def __setitem__(self, key, value):
        self._data[key.lower()] = (key, value)

    def __getitem__(self, key):
        return self._data[key.lower()][1]

    def __delitem__(self, key):
        del self._data[key.lower()]

    def __iter__(self):
        return (key for key, _value in self._data.values())

    def __len__(self):
        return len(self._data)


def compare_dicts(old=None, new=None):
    """What differs: old and new value by key."""
    found = {}
    for key in set(new or {}) | set(old or {}):
        if key not in old:
            found[key] = {"old": "", "new": new[key]}
        elif key not in new:
            found[key] = {"new": "", "old": old[key]}
        elif new[key] != old[key]:
            found[key] = {"old": old[key], "new": new[key]}
    return found


def compare_lists(old=None, new=None):
    """What is only in one of two lists."""
    found = {}
    added = [item for item in new if item not in old]
    gone = [item for item in old if item not in new]
    if added:
        found["new"] = added
    if gone:
        found["old"] = gone
    return found


def traverse_dict(data, key, default=None, delimiter=DEFAULT_TARGET_DELIM):
    """The value at `a:b:c`."""
    found = data
    try:
        for part in key.split(delimiter):
            found = found[part]
    except (KeyError, IndexError, TypeError):
        return default
    return found


def traverse_dict_and_list(data, key, default=None, delimiter=DEFAULT_TARGET_DELIM):
    """The value at `a:0:c`; in a list of maps the first that has the key counts."""
    found = data
    parts = key.split(delimiter) if isinstance(key, str) else key
    for part in [parts] if isinstance(parts, int) else parts:
        if isinstance(found, list):
            found = _in_list(found, part)
        else:
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                found = _MISSING
        if found is _MISSING:
            return default
    return found


_MISSING = object()


def _in_list(items, part):
    try:
        return items[int(part)]
    except IndexError:
        return _MISSING
    except ValueError:
        for item in items:
            if isinstance(item, dict) and part in item:
                return item[part]
    return _MISSING


def subdict_match(data, expr, delimiter=DEFAULT_TARGET_DELIM, regex_match=False, exact_match=False):
    """Whether the value at a key matches a glob: `a:b:glob`."""
    parts = expr.split(delimiter)
    for cut in range(1, len(parts)):
        value = traverse_dict_and_list(data, delimiter.join(parts[:cut]), _MISSING, delimiter)
        if value is _MISSING:
            continue
        pattern = delimiter.join(parts[cut:])
        values = value if isinstance(value, list) else [value]
        if any(fnmatch.fnmatch(str(one).lower(), pattern.lower()) for one in values):
            return True
        if isinstance(value, dict) and pattern in ("*",):
            return True
    return False


def decode(data, encoding=None, errors="strict", keep=False, normalize=False, preserve_dict_class=False,
           preserve_tuples=False, to_str=False):
    """The same with bytes as text wherever they are."""
    return _recode(data, lambda one: one.decode(encoding or "utf-8", errors), bytes, preserve_tuples)


def encode(data, encoding=None, errors="strict", keep=False, preserve_dict_class=False, preserve_tuples=False):
    """The same with texts as bytes wherever they are."""
    return _recode(data, lambda one: one.encode(encoding or "utf-8", errors), str, preserve_tuples)


decode_dict = decode_list = decode
encode_dict = encode_list = encode


def _recode(data, change, kind, tuples):
    if isinstance(data, kind):
        return change(data)
    if isinstance(data, collections.abc.Mapping):
        return {_recode(key, change, kind, True): _recode(value, change, kind, tuples) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        items = [_recode(item, change, kind, tuples) for item in data]
        return tuple(items) if tuples and isinstance(data, tuple) else items
    return data


def exactly_n(iterable, amount=1):
    """Whether so many are true."""
    return sum(1 for item in iterable if item) == amount


def exactly_one(iterable):
    """Whether one is true."""
    return exactly_n(iterable)


def filter_by(lookup_dict, lookup, traverse, merge=None, default="default", base=None):
    """The value of the first key that matches."""
    import salt.utils.dictupdate as dictupdate

    found = None
    for each in lookup if isinstance(lookup, list) else [lookup]:
        value = traverse_dict_and_list(traverse, each, None)
        values = value if isinstance(value, list) else [value]
        hits = [key for one in values for key in lookup_dict if fnmatch.fnmatchcase(str(one), str(key))]
        if hits:
            found = lookup_dict[hits[0]]
            break
    if found is None:
        found = lookup_dict.get(default)
    if base and base in lookup_dict:
        below = copy.deepcopy(lookup_dict[base])
        found = below if found is None else dictupdate.update(below, found)
    if merge:
        if not isinstance(merge, collections.abc.Mapping):
            raise SaltException("filter_by merge argument must be a dictionary.")
        found = merge if found is None else dictupdate.update(copy.deepcopy(found), copy.deepcopy(merge))
    return found


def substr_in_list(string_to_search_for, list_to_search):
    """Whether a text is part of one of a list."""
    return any(string_to_search_for in one for one in list_to_search)


def is_dictlist(data):
    """Whether this is a list of maps with one key each."""
    return bool(data) and isinstance(data, list) and all(isinstance(one, dict) and len(one) == 1 for one in data)


def repack_dictlist(data, strict=False, recurse=False, key_cb=None, val_cb=None):
    """A list of texts and maps with one key each, as one map."""
    if isinstance(data, str):
        data = [data]
    found = {}
    for one in data if isinstance(data, list) else []:
        if isinstance(one, dict) and len(one) == 1:
            ((key, value),) = one.items()
            if recurse and is_dictlist(value):
                value = repack_dictlist(value, strict, recurse)
        elif isinstance(one, (str, int, float)):
            key, value = one, None
        else:
            return {}
        key = key_cb(key) if key_cb else key
        found[key] = val_cb(key, value) if val_cb and value is not None else value
    return found


def is_list(value):
    """Whether this is a list."""
    return isinstance(value, list)


def is_iter(thing, ignore=(str,)):
    """Whether this can be walked through, texts aside."""
    return hasattr(thing, "__iter__") and not isinstance(thing, ignore)


def sorted_ignorecase(to_sort):
    """Sorted without regard to case."""
    return sorted(to_sort, key=lambda one: one.lower())


def is_true(value=None):
    """What people mean by true: numbers above 0, and the text `true`."""
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return value.lower() == "true"
    if isinstance(value, (int, float)):
        return value > 0
    return bool(value)


def simple_types_filter(data):
    """The same with everything but basic types as text."""
    if isinstance(data, (list, tuple, set)):
        return [simple_types_filter(one) for one in data]
    if isinstance(data, dict):
        return {simple_types_filter(key): simple_types_filter(value) for key, value in data.items()}
    return data if isinstance(data, (str, int, float, bool, type(None))) else repr(data)


def stringify(data):
    """All items as texts."""
    return [one if isinstance(one, str) else str(one) for one in data]


def filter_falsey(data, recurse_depth=None, ignore_types=()):
    """The same without what counts as false."""
    deeper = None if recurse_depth is None else recurse_depth - 1

    def below(value):
        if isinstance(value, (dict, list, set)) and (deeper is None or deeper >= 0):
            return filter_falsey(value, deeper, ignore_types)
        return value

    def keep(value):
        return bool(value) or isinstance(value, tuple(ignore_types))

    if isinstance(data, dict):
        return type(data)((key, value) for key, value in ((k, below(v)) for k, v in data.items()) if keep(value))
    if isinstance(data, (list, set)):
        return type(data)(value for value in map(below, data) if keep(value))
    return data


def flatten(data, levels=None, preserve_nulls=False, _ids=None):
    """A list without lists in it."""
    found = []
    for one in data:
        if one is None and not preserve_nulls:
            continue
        if isinstance(one, list) and (levels is None or levels > 0):
            found.extend(flatten(one, None if levels is None else levels - 1, preserve_nulls))
        else:
            found.append(one)
    return found


def hash(value, algorithm="sha512"):
    """The digest of a text."""
    import hashlib

    data = value.encode() if isinstance(value, str) else value
    return hashlib.new(algorithm, data).hexdigest()
