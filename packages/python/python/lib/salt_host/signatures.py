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
    """Parameters and documentation of a function; a wrapper is known by what it wraps."""
    inner = function
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    found = {"args": [], "defaults": {}, "by_name": [], "varargs": None, "varkw": None}
    for one in inspect.signature(inner).parameters.values():
        if one.kind is one.VAR_POSITIONAL:
            found["varargs"] = one.name
        elif one.kind is one.VAR_KEYWORD:
            found["varkw"] = one.name
        else:
            found["args"].append(one.name)
            if one.default is not one.empty:
                found["defaults"][one.name] = sendable(one.default)
            if one.kind is one.KEYWORD_ONLY:
                found["by_name"].append(one.name)
    found["doc"] = inspect.getdoc(function) or ""
    return found


def sendable(value):
    """A default value, or how Python shows it when it cannot be sent."""
    try:
        pack(value, MAX_DEFAULT)
        return value
    except Unpackable:
        return repr(value)
