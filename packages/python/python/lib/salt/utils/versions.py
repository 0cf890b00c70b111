"""Versions, compared."""
import re


class LooseVersion:
    """A version of numbers and words in any order."""

    def __init__(self, vstring=""):
        self.vstring = str(vstring)
        self.version = [int(part) if part.isdigit() else part for part in re.findall(r"\d+|[a-z]+", self.vstring)]

    def _key(self):
        return [(1, part, "") if isinstance(part, int) else (0, 0, part) for part in self.version]

    def __eq__(self, other):
        return self._key() == _version(other)._key()

    def __lt__(self, other):
        return self._key() < _version(other)._key()

    def __le__(self, other):
        return self._key() <= _version(other)._key()

    def __gt__(self, other):
        return self._key() > _version(other)._key()

    def __ge__(self, other):
        return self._key() >= _version(other)._key()

    def __hash__(self):
        return hash(self.vstring)

    def __str__(self):
        return self.vstring

    def __repr__(self):
        return "LooseVersion ('{}')".format(self.vstring)


Version = StrictVersion = LooseVersion


def _version(other):
    return other if isinstance(other, LooseVersion) else LooseVersion(other)


def parse(version):
    """A version of a text."""
    return LooseVersion(version)


def version_cmp(pkg1, pkg2, ignore_epoch=False):
    """-1, 0 or 1."""

    def cleaned(version):
        text = str(version)
        return LooseVersion(text.split(":", 1)[-1] if ignore_epoch else text)

    one, two = cleaned(pkg1), cleaned(pkg2)
    return (one > two) - (one < two)


def compare(ver1="", oper="==", ver2="", cmp_func=None, ignore_epoch=False):
    """Whether a comparison such as `1.2 >= 1.1` is true."""
    wanted = {"==": (0,), ">=": (0, 1), "<=": (0, -1), ">": (1,), "<": (-1,), "!=": (1, -1)}
    order = (cmp_func or version_cmp)(ver1, ver2, ignore_epoch=ignore_epoch)
    return order is not None and order in wanted.get(oper, ())


def warn_until(version, message, *_args, **_kwargs):
    """Says that something will go."""
    import warnings

    warnings.warn(message.format(version=version), DeprecationWarning, stacklevel=3)


def kwargs_warn_until(kwargs, version, *_args, **_kwargs):
    """Says that keyword arguments have no meaning."""
    names = ", ".join("'{}'".format(name) for name in kwargs if not name.startswith("__"))
    if names:
        warn_until(version, "These keyword arguments have no meaning: " + names)
