"""What a module offers: its functions, their parameters and their documentation."""
import functools
import inspect

from .packing import Unpackable, pack

#: Bytes of one default value; a larger one is told as text.
MAX_DEFAULT = 1 << 16


def public_functions(module):
    """Functions by the name they are called by, in the order of the module."""
    aliases = getattr(module, "__func_alias__", {})
    names = getattr(module, "__load__", None) or dir(module)
    found = {}
    for name in names:
        if name.startswith("_"):
            continue
        function = getattr(module, name, None)
        if inspect.isfunction(function) or isinstance(function, functools.partial):
            found[aliases.get(name, name)] = function
    return found


def describe(module):
    """The functions of a module as data."""
    outputters = getattr(module, "__outputter__", {})
    described = {}
    for name, function in public_functions(module).items():
        described[name] = dict(signature(function), outputter=outputters.get(name))
    return described


def signature(function):
    """Parameters and documentation of a function."""
    try:
        spec = inspect.getfullargspec(function)
    except TypeError:
        spec = inspect.FullArgSpec([], "args", "kwargs", None, [], None, {})
    args = list(spec.args)
    if isinstance(function, functools.partial):
        args = args[len(function.args) :]
    defaults = list(spec.defaults or ())
    # Parameters behind a star are taken by name only: for the caller they are further keyword arguments.
    varkw = spec.varkw or ("kwargs" if spec.kwonlyargs else None)
    return {
        "doc": inspect.getdoc(function) or "",
        "args": args,
        "defaults": [sendable(value) for value in defaults[max(0, len(defaults) - len(args)) :]],
        "varargs": spec.varargs,
        "varkw": varkw,
        "takes_publication": spec.varkw is not None,
    }


def sendable(value):
    """A default value, or how Python shows it when it cannot be sent."""
    try:
        pack(value, MAX_DEFAULT)
        return value
    except Unpackable:
        return repr(value)
