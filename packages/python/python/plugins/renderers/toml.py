"""TOML files, where the Python that runs modules reads TOML: by itself from 3.11 on, else by the package toml."""
from salt.exceptions import SaltRenderError

try:
    import tomllib as library
except ImportError:
    try:
        import toml as library
    except ImportError:
        library = None


def __virtual__():
    """Serves where there is something that reads TOML."""
    return True if library else (False, "The 'toml' library is missing")


def render(data, saltenv="base", sls="", **kws):
    """Reads TOML as data."""
    try:
        return library.loads(data) or {}
    except ValueError as error:
        raise SaltRenderError(str(error))
