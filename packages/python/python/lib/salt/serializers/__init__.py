"""Values as text and back."""
from salt.exceptions import SaltException


class DeserializationError(SaltException):
    """A text cannot be read."""


class SerializationError(SaltException):
    """A value cannot be written."""
