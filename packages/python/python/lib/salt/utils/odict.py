"""Maps that keep their order."""
from collections import OrderedDict


class DefaultOrderedDict(OrderedDict):
    """One that makes what is missing."""

    def __init__(self, default_factory=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = value = self.default_factory()
        return value


class HashableOrderedDict(OrderedDict):
    """One that can be a key."""

    def __hash__(self):
        return id(self)
