"""Names of locales."""


def split_locale(loc):
    """The parts of `en_US.UTF-8@euro`."""
    rest, _, modifier = loc.partition("@")
    rest, _, charmap = rest.partition(".")
    language, _, territory = rest.partition("_")
    return {"language": language, "territory": territory, "codeset": charmap, "modifier": modifier, "charmap": ""}


def join_locale(comps):
    """A name of its parts."""
    loc = comps["language"]
    for mark, part in (("_", "territory"), (".", "codeset"), ("@", "modifier")):
        if comps.get(part):
            loc += mark + comps[part]
    return loc


def normalize_locale(loc):
    """A name in the usual case."""
    parts = split_locale(loc)
    parts["territory"] = parts["territory"].upper()
    parts["codeset"] = parts["codeset"].lower().replace("-", "")
    return join_locale(parts)
