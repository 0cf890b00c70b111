"""Accounts."""
import grp
import os
import pwd


def get_user():
    """Name of the account this runs as."""
    return pwd.getpwuid(os.geteuid()).pw_name


get_specific_user = get_user


def get_uid(user=None):
    """Its number, or None."""
    try:
        return os.geteuid() if user is None else pwd.getpwnam(user).pw_uid
    except KeyError:
        return None


def get_gid(group=None):
    """A group's number, or None."""
    try:
        return os.getegid() if group is None else grp.getgrnam(group).gr_gid
    except KeyError:
        return None


def get_default_group(user):
    """The account's own group."""
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def get_group_list(user, include_default=True):
    """Names of the account's groups, sorted."""
    own = pwd.getpwnam(user).pw_gid
    names = {group.gr_name for group in grp.getgrall() if user in group.gr_mem or group.gr_gid == own}
    if not include_default:
        names.discard(get_default_group(user))
    return sorted(names)


def get_group_dict(user=None, include_default=True):
    """Numbers of the account's groups by name."""
    return {name: grp.getgrnam(name).gr_gid for name in get_group_list(user or get_user(), include_default)}


def get_gid_list(user, include_default=True):
    """Numbers of the account's groups."""
    return sorted(get_group_dict(user, include_default).values())
