"""The names that modules find themselves given: __salt__, __grains__, __context__ and the others."""
import importlib
from collections.abc import Mapping


class Functions(Mapping):
    """Functions by name: those of Python modules are the functions themselves, the minion's go over the channel."""

    def __init__(self, host, kind, fallback=None):
        self._host = host
        self._kind = kind
        self._fallback = fallback
        self._found = {}

    def __getitem__(self, name):
        function = self._found.get(name)
        if function is None:
            function = self._found[name] = self._find(name)
        return function

    def __iter__(self):
        return iter(self._host.ask("names", kind=self._kind))

    def __len__(self):
        return len(self._host.ask("names", kind=self._kind))

    def __contains__(self, name):
        try:
            self[name]
        except KeyError:
            return False
        return True

    def __getattr__(self, module):
        if module.startswith("_"):
            raise AttributeError(module)
        return _Module(self, module)

    def forget(self):
        """Looks functions up again."""
        self._found.clear()

    def _find(self, name):
        if isinstance(name, str) and "." in name:
            told = self._host.ask("find", kind=self._kind, name=name)
            if told is not None and told.get("file") is not None:
                return self._host.function(self._kind, told["file"], name.partition(".")[2])
            if told is not None:
                return MinionFunction(self._host, self._kind, name, told.get("doc", ""))
            if self._fallback is not None:
                return self._fallback(name)
        raise KeyError(name)


class _Module:
    """`__salt__.test` in `__salt__.test.ping()`."""

    def __init__(self, functions, name):
        self._functions = functions
        self._name = name

    def __getattr__(self, name):
        try:
            return self._functions["{}.{}".format(self._name, name)]
        except KeyError:
            raise AttributeError(name)


class MinionFunction:
    """A function of the minion, called like one of Python."""

    def __init__(self, host, kind, name, doc):
        self._host = host
        self._kind = kind
        self._name = name
        self.__name__ = name.rpartition(".")[2]
        self.__doc__ = doc

    def __call__(self, *args, **kwargs):
        return self._host.call_minion(self._kind, self._name, args, kwargs)

    def __repr__(self):
        return "<function {}>".format(self._name)


def shim_function(name):
    """A function of `salt.utils`, for `__utils__`."""
    module, _, function = name.rpartition(".")
    try:
        return getattr(importlib.import_module("salt.utils." + module), function)
    except (ImportError, AttributeError):
        raise KeyError(name)
