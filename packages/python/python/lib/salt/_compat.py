"""Parts of the standard library by the names of old releases."""
import ipaddress  # noqa: F401
from xml.etree import ElementTree  # noqa: F401
