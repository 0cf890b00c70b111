"""Arguments of functions."""
import inspect
import re
import shlex

from salt.exceptions import SaltInvocationError

KWARG_REGEX = re.compile(r"^([^\d\W][\w.-]*)=(?!=)(.*)$", re.UNICODE | re.DOTALL)


def clean_kwargs(**kwargs):
    """Keyword arguments without those that the minion adds."""
    return {key: value for key, value in kwargs.items() if not key.startswith("__")}


def invalid_kwargs(invalid_kwargs, raise_exc=True):
    """Refuses keyword arguments. Raises SaltInvocationError."""
    if not invalid_kwargs:
        return None
    listed = ", ".join("{}={}".format(key, value) for key, value in invalid_kwargs.items())
    text = "The following keyword arguments are not valid: {}".format(listed)
    if raise_exc:
        raise SaltInvocationError(text)
    return text


def parse_kwarg(string_):
    """Name and value of `name=value`, or two Nones."""
    match = KWARG_REGEX.match(string_)
    return match.groups() if match else (None, None)


def get_function_argspec(func, is_class_method=None):
    """The parameters of a function."""
    return inspect.getfullargspec(func)


def shlex_split(s, **kwargs):
    """The words of a text as a shell splits them."""
    return shlex.split(s, **kwargs) if isinstance(s, str) else s


def split_input(val, mapper=None):
    """A list, or a text with commas, as a list of texts."""
    mapper = mapper or (lambda one: one)
    items = val if isinstance(val, list) else str(val).split(",")
    return [mapper(item if isinstance(val, list) else item.strip()) for item in items]


def test_mode(**kwargs):
    """Whether a call asks for a test run."""
    from salt.utils.data import is_true

    return any(is_true(value) for key, value in kwargs.items() if key.lower() == "test")


def yamlify_arg(arg):
    """A word as a value."""
    from salt.utils.yaml import safe_load

    if not isinstance(arg, str) or arg.strip() == "":
        return arg
    try:
        return safe_load(arg)
    except ValueError:
        return arg


def prepare_kwargs(all_kwargs, class_init_kwargs):
    """Keyword arguments of two calls, told apart."""
    first = {key: value for key, value in all_kwargs.items() if key in class_init_kwargs}
    return first, {key: value for key, value in all_kwargs.items() if key not in first}
