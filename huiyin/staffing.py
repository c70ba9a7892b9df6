"""Accounts from the command line."""

from dataclasses import dataclass

from casework.office import Office
from casework.people import credentials, staff
from casework.people.credentials import Policy


@dataclass(frozen=True)
class Added:
    """What a new member of staff is told: the first password, and the word to set up a second factor with, if any."""

    password: str
    word: str


def add(office: Office, login: str, name: str, unit: str, roles: list[str], policy: Policy) -> Added:
    """Add an account whose password must be changed at first log-in.

    Under `strict` this is how the first administrator comes by the word that only an administrator can give.
    """
    password = first_password(office)
    person = staff.add(office, login, name, unit, roles, password)
    return Added(password, credentials.word_to_enrol(office, person, policy))


def first_password(office: Office) -> str:
    """Four groups of four letters and digits that are hard to confuse."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    picks = [alphabet[int(office.secrets.digits(4)) % len(alphabet)] for _ in range(16)]
    return "-".join("".join(picks[start : start + 4]) for start in range(0, 16, 4))
