"""Merging maps."""
import collections.abc
import copy

from salt.defaults import DEFAULT_TARGET_DELIM
from salt.exceptions import SaltInvocationError


def update(dest, upd, recursive_update=True, merge_lists=False):
    """Puts one map into another, in place; maps in both are joined."""
    for kind in (dest, upd):
        if not isinstance(kind, collections.abc.Mapping):
            raise TypeError("Cannot update using non-dict types in dictupdate.update()")
    for key, value in list(upd.items()):
        old = dest.get(key)
        both = isinstance(old, collections.abc.Mapping) and isinstance(value, collections.abc.Mapping)
        if recursive_update and both:
            dest[key] = update(old, value, merge_lists=merge_lists)
        elif recursive_update and merge_lists and isinstance(old, list) and isinstance(value, list):
            dest[key] = old + [one for one in value if one not in old]
        else:
            dest[key] = value
    return dest


def merge_list(obj_a, obj_b):
    """Both values of a key as a list."""
    found = {}
    for key, value in obj_a.items():
        found[key] = [value, obj_b[key]] if key in obj_b else value
    return found


def merge_recurse(obj_a, obj_b, merge_lists=False):
    """A copy of one map with another joined to it."""
    return update(copy.deepcopy(obj_a), obj_b, merge_lists=merge_lists)


def merge_overwrite(obj_a, obj_b, merge_lists=False):
    """The second map's keys over the first's, which changes."""
    obj_a.update(obj_b)
    return merge_recurse(obj_a, obj_b, merge_lists=merge_lists)


def merge(obj_a, obj_b, strategy="smart", renderer="yaml", merge_lists=False):
    """Merges as a strategy says."""
    if strategy in ("smart", "recurse"):
        return merge_recurse(obj_a, obj_b, merge_lists)
    if strategy == "list":
        return merge_list(obj_a, obj_b)
    if strategy == "overwrite":
        return merge_overwrite(obj_a, obj_b, merge_lists)
    return obj_a if strategy == "none" else merge_recurse(obj_a, obj_b)


def _holder(in_dict, keys, delimiter):
    *path, last = keys.split(delimiter)
    for part in path:
        if not isinstance(in_dict, dict):
            raise SaltInvocationError("The path {} does not lead through maps".format(keys))
        in_dict = in_dict.setdefault(part, {})
    return in_dict, last


def ensure_dict_key(in_dict, keys, delimiter=DEFAULT_TARGET_DELIM, ordered_dict=False):
    """Makes the maps of a path."""
    holder, last = _holder(in_dict, keys, delimiter)
    holder.setdefault(last, {})
    return in_dict


def set_dict_key_value(in_dict, keys, value, delimiter=DEFAULT_TARGET_DELIM, ordered_dict=False):
    """Sets the value at a path."""
    holder, last = _holder(in_dict, keys, delimiter)
    holder[last] = value
    return in_dict


def update_dict_key_value(in_dict, keys, value, delimiter=DEFAULT_TARGET_DELIM, ordered_dict=False):
    """Updates the map at a path."""
    holder, last = _holder(in_dict, keys, delimiter)
    holder[last] = update(holder.get(last) or {}, value)
    return in_dict


def append_dict_key_value(in_dict, keys, value, delimiter=DEFAULT_TARGET_DELIM, ordered_dict=False):
    """Appends to the list at a path."""
    holder, last = _holder(in_dict, keys, delimiter)
    holder[last] = (holder.get(last) or []) + [value]
    return in_dict


def extend_dict_key_value(in_dict, keys, value, delimiter=DEFAULT_TARGET_DELIM, ordered_dict=False):
    """Extends the list at a path."""
    holder, last = _holder(in_dict, keys, delimiter)
    holder[last] = (holder.get(last) or []) + list(value)
    return in_dict
