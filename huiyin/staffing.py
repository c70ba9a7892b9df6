"""Accounts from the command line."""

from casework.office import Office
from casework.people import staff


def add(office: Office, login: str, name: str, unit: str, roles: list[str]) -> str:
    """Add an account whose password must be changed at first log-in.

    Returns:
        The password: four groups of four letters and digits that are hard to confuse.
    """
    password = first_password(office)
    staff.add(office, login, name, unit, roles, password)
    return password


def first_password(office: Office) -> str:
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    picks = [alphabet[int(office.secrets.digits(4)) % len(alphabet)] for _ in range(16)]
    return "-".join("".join(picks[start : start + 4]) for start in range(0, 16, 4))
