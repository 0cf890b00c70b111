"""Mako templates, where the Python that runs modules has Mako."""
from salt.exceptions import SaltRenderError

try:
    import mako.exceptions
    from mako.lookup import TemplateCollection
    from mako.template import Template

    HAS_MAKO = True
except ImportError:
    HAS_MAKO = False
    TemplateCollection = object


def __virtual__():
    """Serves where Mako is installed."""
    return True if HAS_MAKO else (False, "mako is not installed")


class Tree(TemplateCollection):
    """The state tree: what templates include and inherit from."""

    def __init__(self, saltenv):
        super().__init__()
        self.saltenv = saltenv

    def adjust_uri(self, uri, relativeto):
        """Names stand for files below the root of the tree, unless they begin with a dot."""
        if uri.startswith("salt://"):
            return uri[len("salt://"):]
        if uri.startswith(".") and relativeto:
            return "/".join(relativeto.split("/")[:-1] + [uri])
        return uri

    def get_template(self, uri, relativeto=None):
        """The template of a name, from the cache of the file server."""
        path = __salt__["cp.cache_file"]("salt://" + uri, self.saltenv)
        if not path:
            raise mako.exceptions.TemplateLookupException("Can not find template {}".format(uri))
        return Template(filename=path, lookup=self, uri=uri)


def render(template, saltenv="base", sls="", tmplpath=None, context=None, **kws):
    """Renders a Mako template."""
    names = dict(kws, salt=__salt__, grains=__grains__, opts=__opts__, pillar=__pillar__)
    names.update(saltenv=saltenv, sls=sls)
    if isinstance(context, dict):
        names.update(context)
    uri = sls.replace(".", "/") if sls else None
    try:
        made = Template(template, strict_undefined=True, uri=uri, lookup=Tree(saltenv))
        return made.render(**names)
    except Exception:
        raise SaltRenderError(mako.exceptions.text_error_template().render())
