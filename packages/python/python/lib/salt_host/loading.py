"""Modules of files: executed, given their names, and asked whether they can serve here."""
import importlib.util
import inspect
import os
import sys
from importlib.machinery import SourceFileLoader

from .faults import text_of, trace_of

#: How kinds of plugins are called in the names of loaded modules.
TAGS = {"execution": "module", "state": "states", "returner": "returners"}


class FreshLoader(SourceFileLoader):
    """Compiles the file as it is now: times in caches are too coarse for files that are synced twice in a second."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class Loaded:
    """A module, or why there is none."""

    def __init__(self, module=None, names=(), reason=None):
        self.module = module
        self.names = list(names)
        self.reason = reason


def load(kind, name, path, dunders):
    """Loads a file as a plugin. Never raises but for the end of the process: what goes wrong is the reason."""
    module = None
    full = "salt.loaded.ext.{}.{}".format(TAGS.get(kind, kind), name)
    try:
        module = execute(full, path, dunders)
        if hasattr(module, "__init__") and inspect.isfunction(module.__init__):
            module.__init__(dunders["__opts__"])
        return served(module, name)
    except SystemExit as error:
        return Loaded(reason="{} ended the program: exit status {}".format(path, error.code))
    except Exception as error:  # pylint: disable=broad-except
        return Loaded(reason=fault_text(path, error))
    finally:
        if module is None:
            sys.modules.pop(full, None)


def execute(full, path, dunders):
    """The module of a file or of a directory with an __init__.py."""
    package = None
    if os.path.isdir(path):
        package = [path]
        path = os.path.join(path, "__init__.py")
    loader = FreshLoader(full, path)
    spec = importlib.util.spec_from_file_location(
        full, path, loader=loader, submodule_search_locations=package
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[full] = module
    give(module, dunders)
    spec.loader.exec_module(module)
    # Once more: files may set empty ones for the sake of checkers.
    give(module, dunders)
    return module


def give(module, dunders):
    """Puts the names into a module."""
    for name, value in dunders.items():
        setattr(module, name, value)


def served(module, name):
    """Asks `__virtual__` which name the module serves."""
    answer = True
    if inspect.isfunction(getattr(module, "__virtual__", None)):
        answer = module.__virtual__()
    reason = ""
    if isinstance(answer, tuple):
        reason = str(answer[1]) if len(answer) > 1 and answer[1] is not None else ""
        answer = answer[0]
    if not answer:
        return Loaded(reason=reason)
    chosen = answer if isinstance(answer, str) else getattr(module, "__virtualname__", None) or name
    aliases = getattr(module, "__virtual_aliases__", ())
    return Loaded(module=module, names=[chosen] + [one for one in aliases if one != chosen])


def fault_text(path, error):
    """What went wrong in which line."""
    if isinstance(error, SyntaxError):
        place = "{}, line {}".format(error.filename or path, error.lineno)
        return "{}: {} ({})".format(type(error).__name__, error.msg, place)
    lines = trace_of(error).rstrip().split("\n")
    places = [line.strip() for line in lines if line.startswith('  File "')]
    where = " ({})".format(places[-1][5:].split(", in ")[0].replace('"', "")) if places else ""
    if isinstance(error, ImportError):
        return text_of(error) + where
    return "{}: {}{}".format(type(error).__name__, text_of(error), where)
