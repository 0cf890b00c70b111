"""Exceptions as data for the minion, and the minion's errors as exceptions."""
import os
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
#: Characters of one traceback: the end, which says what happened, is kept.
MAX_TEXT = 64 * 1024


def describe_fault(error):
    """What the minion is told of an exception. Frames of this program are left out."""
    import salt.exceptions as known

    kind = type(error).__name__
    for name in ("CommandNotFoundError", "CommandExecutionError", "SaltInvocationError"):
        if isinstance(error, getattr(known, name)):
            kind = name
            break
    else:
        if isinstance(error, TypeError):
            kind = "TypeError"
    return {"kind": kind, "message": text_of(error), "traceback": trace_of(error)[-MAX_TEXT:]}


def text_of(error):
    """The text of an exception, also of one that fails to make it."""
    try:
        return str(error)[-MAX_TEXT:]
    except Exception:  # pylint: disable=broad-except
        return type(error).__name__


def trace_of(error):
    """The traceback, from the module's own code on."""
    start = error.__traceback__
    while start is not None and start.tb_frame.f_code.co_filename.startswith(HERE):
        start = start.tb_next
    # A syntax error is in a file that never ran: there is no frame of it.
    lines = traceback.format_exception(type(error), error, start)
    return "".join(lines)


def fault_of(told):
    """The exception for an error of the minion, as modules of Salt expect it."""
    import salt.exceptions as known

    kinds = {
        "COMMAND_EXECUTION": known.CommandExecutionError,
        "COMMAND_NOT_FOUND": known.CommandNotFoundError,
        "INVOCATION": known.SaltInvocationError,
        "ARGUMENT_BINDING": TypeError,
        "FUNCTION_NOT_AVAILABLE": KeyError,
        "TIMEOUT": known.SaltReqTimeoutError,
    }
    return kinds.get(told.get("code"), known.SaltException)(told.get("message", ""))
