"""The release of Salt whose interface modules find here."""


class SaltStackVersion:
    """A release, comparable with others."""

    NAMES = {
        "Neon": (3000,),
        "Sodium": (3001,),
        "Magnesium": (3002,),
        "Aluminium": (3003,),
        "Silicon": (3004,),
        "Phosphorus": (3005,),
        "Sulfur": (3006,),
        "Chlorine": (3007,),
        "Argon": (3008,),
        "Potassium": (3009,),
    }

    def __init__(self, *info):
        self.info = tuple(int(part) for part in info if str(part).isdigit())

    @classmethod
    def from_name(cls, name):
        """The first release of a code name."""
        return cls(*cls.NAMES[name.capitalize()])

    @classmethod
    def parse(cls, text):
        """The release of a text such as `v3006.4`."""
        return cls(*text.lstrip("v").replace("+", ".").split("."))

    @property
    def string(self):
        """As text."""
        return ".".join(str(part) for part in self.info)

    def __eq__(self, other):
        return self.info == _info(other)

    def __lt__(self, other):
        return self.info < _info(other)

    def __le__(self, other):
        return self.info <= _info(other)

    def __gt__(self, other):
        return self.info > _info(other)

    def __ge__(self, other):
        return self.info >= _info(other)

    def __hash__(self):
        return hash(self.info)

    def __str__(self):
        return self.string


def _info(other):
    return SaltStackVersion.parse(other).info if isinstance(other, str) else other.info


__saltstack_version__ = SaltStackVersion(3006, 28)
__version__ = "3006.28"
__version_info__ = (3006, 28)
