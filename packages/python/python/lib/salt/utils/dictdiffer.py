"""How two maps differ."""


def deep_diff(old, new, ignore=None):
    """`old` and `new` with only what differs."""
    found = {}
    _compare(old, new, found, [], set(ignore or ()))
    return found


def _compare(old, new, found, path, ignored):
    for key in sorted(set(old) | set(new), key=str):
        if key in ignored:
            continue
        one, two = old.get(key), new.get(key)
        if isinstance(one, dict) and isinstance(two, dict):
            _compare(one, two, found, path + [key], ignored)
        elif one != two or (key in old) != (key in new):
            if key in old:
                _put(found, ["old"] + path + [key], one)
            if key in new:
                _put(found, ["new"] + path + [key], two)


def _put(found, path, value):
    for part in path[:-1]:
        found = found.setdefault(part, {})
    found[path[-1]] = value


class DictDiffer:
    """Which keys were added, removed or changed."""

    def __init__(self, current_dict, past_dict):
        self.current_dict, self.past_dict = current_dict, past_dict

    def added(self):
        """Keys that are new."""
        return set(self.current_dict) - set(self.past_dict)

    def removed(self):
        """Keys that are gone."""
        return set(self.past_dict) - set(self.current_dict)

    def changed(self):
        """Keys with another value."""
        return {key for key in set(self.current_dict) & set(self.past_dict) if self.current_dict[key] != self.past_dict[key]}

    def unchanged(self):
        """Keys with the same value."""
        return set(self.current_dict) & set(self.past_dict) - self.changed()


def diff(current_dict, past_dict):
    """A `DictDiffer`."""
    return DictDiffer(current_dict, past_dict)
