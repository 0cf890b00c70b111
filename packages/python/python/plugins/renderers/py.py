"""SLS files and templates in Python: what the function `run` of the file gives."""
import os
import types

from salt.exceptions import SaltRenderError


def render(template, saltenv="base", sls="", tmplpath=None, context=None, **kws):
    """Runs a Python file and calls its function `run`."""
    if not tmplpath or not os.path.isfile(tmplpath):
        raise SaltRenderError("Template {} is not a file!".format(tmplpath))
    module = types.ModuleType(os.path.basename(tmplpath).split(".")[0])
    module.__file__ = tmplpath
    names = dict(kws)
    if isinstance(context, dict):
        names.update(context)
    names.update(context=context, saltenv=saltenv, sls=sls, __env__=saltenv, __sls__=sls)
    for name in ("salt", "grains", "pillar", "opts"):
        names["__{}__".format(name)] = names[name] = globals()["__{}__".format(name)]
    module.__dict__.update(names)
    exec(compile(template, tmplpath, "exec"), module.__dict__)
    # What the file itself sets under these names gives way, as in Salt.
    module.__dict__.update(names)
    return module.run()
