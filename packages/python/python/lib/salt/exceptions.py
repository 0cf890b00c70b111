"""Exceptions by Salt's names."""


class SaltException(Exception):
    """The base of all of them."""

    def __init__(self, message=""):
        if not isinstance(message, str):
            message = str(message)
        super().__init__(message)
        self.message = self.strerror = message

    def pack(self):
        """The exception as data."""
        return {"message": str(self), "args": self.args}


class CommandExecutionError(SaltException):
    """The work of a function failed."""

    def __init__(self, message="", info=None):
        self.error = str(message)
        self.info = info
        text = self.error
        if info is not None:
            text = "\n\n".join((text, "Additional info follows:", str(info))) if text else str(info)
        super().__init__(text)
        self.message = self.strerror = self.error


class SaltInvocationError(SaltException, TypeError):
    """Arguments make no sense together."""


class SaltRenderError(SaltException):
    """A file could not be rendered; `line_num` is where."""

    def __init__(self, message, line_num=None, buf="", marker="    <======================", trace=None):
        super().__init__(message)
        self.error = message
        self.line_num = line_num
        self.buffer = buf
        self.context = ""


class TimedProcTimeoutError(SaltException):
    """A program took too long."""


class FileLockError(SaltException):
    """A lock could not be had in time."""

    def __init__(self, msg, time_start=None, *args, **kwargs):
        super().__init__(msg)
        self.time_start = time_start


class LoggingRuntimeError(RuntimeError):
    """Something is wrong with the log."""


class InvalidKeyError(SaltException, ValueError):
    """A key is unusable."""


class SaltSystemExit(SystemExit):
    """The program is to end."""

    def __init__(self, code=0, msg=None):
        super().__init__(msg)
        self.code = code


class MasterExit(SystemExit):
    """The master is to end."""


def _named(base, *names):
    for name in names:
        globals()[name] = type(name, (base,), {"__doc__": "By its name.", "__module__": __name__})


_named(
    SaltException,
    "SaltClientError",
    "SaltMasterError",
    "SaltNoMinionsFound",
    "SaltMasterUnresolvableError",
    "SaltSyndicMasterError",
    "AuthenticationError",
    "CommandNotFoundError",
    "LoaderError",
    "PublishError",
    "MinionError",
    "FileserverConfigError",
    "GitRemoteError",
    "PkgParseError",
    "SaltClientTimeout",
    "SaltCacheError",
    "TimeoutError",
    "SaltReqTimeoutError",
    "EauthAuthenticationError",
    "TokenAuthenticationError",
    "SaltDeserializationError",
    "AuthorizationError",
    "SaltValidationError",
    "UnsupportedAlgorithm",
    "SaltDaemonNotRunning",
    "SaltRunnerError",
    "SaltWheelError",
    "SaltConfigurationError",
    "SaltCloudException",
    "NotImplemented",
    "TemplateError",
    "MissingSmb",
)
_named(
    CommandExecutionError,
    "ArgumentValueError",
    "CheckError",
    "InvalidConfigError",
    "InvalidEntityError",
    "CodePageError",
)


def get_error_message(error):
    """The text of an exception."""
    return error.args[0] if error.args else ""
