"""Functions made of functions."""
import types


def namespaced_function(function, global_dict, defaults=None, preserve_context=None):
    """The same function with the names of another module."""
    names = dict(function.__globals__)
    names.update(global_dict)
    made = types.FunctionType(
        function.__code__, names, name=function.__name__, argdefs=defaults or function.__defaults__,
        closure=function.__closure__,
    )
    made.__dict__.update(function.__dict__)
    made.__doc__ = function.__doc__
    return made


def alias_function(fun, name, doc=None):
    """The same function by another name."""
    alias = types.FunctionType(fun.__code__, fun.__globals__, name, fun.__defaults__, fun.__closure__)
    alias.__dict__.update(fun.__dict__)
    alias.__doc__ = doc or "This function is an alias of ``{}``.\n\n{}".format(fun.__name__, fun.__doc__ or "")
    return alias
