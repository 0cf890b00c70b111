"""Functions that need programs."""
import functools

import salt.utils.path
from salt.exceptions import CommandNotFoundError


def which(exe):
    """Raises CommandNotFoundError unless a program is there."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if salt.utils.path.which(exe) is None:
                raise CommandNotFoundError("The '{}' binary was not found in $PATH.".format(exe))
            return function(*args, **kwargs)

        return wrapper

    return decorate


def which_bin(exes):
    """The same for one of several programs."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if salt.utils.path.which_bin(exes) is None:
                raise CommandNotFoundError("None of provided binaries({}) were found in $PATH.".format(list(exes)))
            return function(*args, **kwargs)

        return wrapper

    return decorate
