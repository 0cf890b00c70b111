"""Wrappers around functions."""
import functools

from salt.exceptions import CommandExecutionError, SaltConfigurationError, SaltInvocationError  # noqa: F401


def memoize(func):
    """Keeps what a function gave for the same arguments."""
    kept = {}

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        key = (tuple(map(str, args)), tuple(sorted((name, str(value)) for name, value in kwargs.items())))
        if key not in kept:
            kept[key] = func(*args, **kwargs)
        return kept[key]

    return wrapper


class depends:
    """A function that is only there when modules, functions or a condition are."""

    def __init__(self, *dependencies, **kwargs):
        self.dependencies = dependencies
        self.fallback = kwargs.get("fallback_function")
        self.exec_params = kwargs

    def __call__(self, function):
        if all(self._holds(one, function) for one in self.dependencies):
            return function
        if self.fallback is not None:
            return self.fallback

        # Not a function for the loader: it is not listed.
        return _Absent(function)

    @staticmethod
    def _holds(dependency, function):
        if isinstance(dependency, bool):
            return dependency
        if dependency in function.__globals__:
            return bool(function.__globals__[dependency])
        salt = function.__globals__.get("__salt__", {})
        return "." in str(dependency) and dependency in salt


class _Absent:
    def __init__(self, function):
        self.__doc__ = function.__doc__

    def __call__(self, *_args, **_kwargs):
        raise CommandExecutionError("A dependency of this function is missing")


Depends = depends


def timing(function):
    """The function, unchanged: the minion measures calls itself."""
    return function


def _count(kwargs, names):
    return sum(1 for name in names if kwargs.get(name))


def require_one_of(*kwarg_names):
    """Demands one of some keyword arguments."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if _count(kwargs, kwarg_names) != 1:
                raise SaltInvocationError("Exactly one of the following is required: {}".format(", ".join(kwarg_names)))
            return function(*args, **kwargs)

        return wrapper

    return decorate


def allow_one_of(*kwarg_names):
    """Demands at most one of some keyword arguments."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if _count(kwargs, kwarg_names) > 1:
                raise SaltInvocationError("Only one of the following is allowed: {}".format(", ".join(kwarg_names)))
            return function(*args, **kwargs)

        return wrapper

    return decorate


def ignores_kwargs(*kwarg_names):
    """Takes keyword arguments away."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **{key: one for key, one in kwargs.items() if key not in kwarg_names})

        return wrapper

    return decorate


def ensure_unicode_args(function):
    """Gives a function texts instead of bytes."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        from salt.utils.data import decode

        return function(*decode(list(args)), **decode(kwargs))

    return wrapper


def is_deprecated(_globals, _version, with_successor=None):
    """A function that will go."""
    return lambda function: function


def with_deprecated(_globals, _version, with_name=None, policy=None):
    """A function that takes another's place."""
    return lambda function: function
