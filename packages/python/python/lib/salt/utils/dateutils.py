"""Dates."""
import datetime


def date_cast(date):
    """A date of a text, a number or nothing. Raises ValueError."""
    if date is None:
        return datetime.datetime.now()
    if isinstance(date, datetime.datetime):
        return date
    if isinstance(date, str):
        for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y", "%Y%m%d%H%M%S"):
            try:
                return datetime.datetime.strptime(date, form)
            except ValueError:
                continue
    try:
        return datetime.datetime.fromtimestamp(float(date))
    except (TypeError, ValueError):
        raise ValueError("Unable to parse date string: {}".format(date))


def strftime(date=None, format="%Y-%m-%d"):
    """A date as text."""
    return date_cast(date).strftime(format)


def total_seconds(td):
    """Seconds of a span."""
    return td.total_seconds()
