"""Paths, and programs on the search path."""
import os
import posixpath
import shutil

from salt.exceptions import CommandNotFoundError

readlink = os.readlink
islink = os.path.islink


def which(exe=None):
    """The path of a program, or None."""
    if not exe:
        return None
    extra = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin"]
    search = os.environ.get("PATH", "").split(os.pathsep)
    return shutil.which(exe, path=os.pathsep.join(search + [one for one in extra if one not in search]))


def which_bin(exes):
    """The path of the first program that there is."""
    if not hasattr(exes, "__iter__") or isinstance(exes, str):
        return None
    for exe in exes:
        path = which(exe)
        if path:
            return path
    return None


def check_or_die(command):
    """Raises CommandNotFoundError unless a program is there."""
    if command is None:
        raise CommandNotFoundError("'None' is not a valid command.")
    if not which(command):
        raise CommandNotFoundError("'{}' is not in the path".format(command))


def join(*parts, **kwargs):
    """Joins paths; only the first one counts as absolute."""
    if not parts:
        return ""
    first, rest = parts[0], [part.lstrip("/") for part in parts[1:]]
    if not rest:
        return posixpath.normpath(first)
    return posixpath.normpath(posixpath.join(first, *rest))


def safe_path(path, allow_path=None):
    """Whether a path keeps within itself."""
    real = os.path.realpath(path)
    if allow_path is not None:
        return real.startswith(os.path.realpath(allow_path))
    return real == os.path.abspath(path)


def os_walk(top, *args, **kwargs):
    """As `os.walk`."""
    return os.walk(top, *args, **kwargs)


def expand(path):
    """A path with `~` and variables replaced."""
    return os.path.expandvars(os.path.expanduser(path))


def sanitize_win_path(winpath):
    """A name without the characters that Windows forbids."""
    return winpath.translate({ord(char): "_" for char in "<>:|?*"})
