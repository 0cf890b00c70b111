"""YAML as a serializer."""
import salt.utils.yaml
from salt.serializers import DeserializationError, SerializationError

available = True


def deserialize(stream_or_string, **options):
    """Reads a text or a file. Raises DeserializationError."""
    try:
        text = stream_or_string.read() if hasattr(stream_or_string, "read") else stream_or_string
        return salt.utils.yaml.safe_load(text)
    except ValueError as error:
        raise DeserializationError(error)


def serialize(obj, **options):
    """Writes a value. Raises SerializationError."""
    try:
        return salt.utils.yaml.safe_dump(obj, **options)
    except (TypeError, ValueError) as error:
        raise SerializationError(error)
