"""Where applications, payments and benefits are known from: this office's register, or another system.

A county whose cases live in a provincial system installs a package with an entry point in the group
`huiyin.assistance_providers` and writes its name in `programs.yml`. See docs/registers.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.metadata import entry_points
from typing import Protocol

from sqlalchemy import select

from casework.assistance import access, applications, clocks, payment_days, programs, telling
from casework.assistance.models import Application, Payment, Support
from casework.assistance.telling import Standing
from casework.office import CaseworkError, Office
from casework.people import identity, residents
from casework.people.models import Resident
from casework.people.residents import Person
from store.clock import local_date
from store.county import CountyFileError

GROUP = "huiyin.assistance_providers"
CHECKED_AFTER = 12
"""Months after which a benefit is checked again, where the county's file says nothing."""


class Away(CaseworkError):
    """Another system cannot be reached; what a provider raises, with the sentence that residents and staff read."""

    code = "provider_away"

    def __init__(self, sentence: str = "登记的系统现在连不上，请过一会儿再查。") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Subject:
    """One person in the provider's eyes; made by `subject`."""

    id_index: str
    """The blind index of the identity number, the same in every way of proving who asks."""
    number_key: str = ""
    """The application that was named to prove it; empty for an account bound earlier, whose identity number
    `id_number_of` gives."""


@dataclass(frozen=True)
class Paid:
    """One payment: for which month (`2026-10`), how much, when, to the account that ends in."""

    program: str
    month: str
    amount: Decimal
    paid_on: date | None
    account_tail: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Benefit:
    """What a household receives under one programme; `amount` is yuan for each payment."""

    program: str
    amount: Decimal
    since: date
    review_by: date | None
    ended_on: date | None
    account_tail: str
    headcount: int
    ended_why: str = ""
    """better_off, violation, death, moved or other; empty while it runs."""


class Provider(Protocol):
    """What any system must answer; it decides nothing, and hands out no names. Any method may raise `Away`."""

    def prove(self, office: Office, number: str, last_four: str) -> Subject | None:
        """Whose application this is, if the last four signs fit; None for unknown and wrong alike.

        `number` is in capitals and digits. The caller has counted the try.
        """
        ...

    def applications(self, office: Office, subject: Subject) -> Sequence[Standing]:
        """The subject's applications, open ones first."""
        ...

    def payments(
        self, office: Office, subject: Subject, program: str = "", limit: int = 12
    ) -> Sequence[Paid]:
        """Payments, newest month first."""
        ...

    def entered(self, office: Office, program: str, months: Sequence[str]) -> bool:
        """Whether payments of a programme for one of these months are on record at all, no matter whose."""
        ...

    def benefits(self, office: Office, subject: Subject) -> Sequence[Benefit]:
        """What the household receives or received in the last year."""
        ...

    def person(self, office: Office, subject: Subject) -> tuple[Person, str | None]:
        """Who the subject is, in clear, and the unit of the place: to fill in their own complaint."""
        ...


class Register:
    """This office's own tables."""

    def prove(self, office: Office, number: str, last_four: str) -> Subject | None:
        found = office.db.execute(
            select(Application.id_index, Application.tail_digest).where(Application.number_key == number)
        ).first()
        shown = applications.tail_digest(office, number, last_four)
        if not access.same(shown, found.tail_digest if found else None) or found is None:
            return None
        return Subject(found.id_index, number)

    def applications(self, office: Office, subject: Subject) -> Sequence[Standing]:
        rows = office.db.scalars(
            select(Application)
            .where(Application.id_index == subject.id_index)
            .order_by(Application.is_open.desc(), Application.applied_on.desc(), Application.id.desc())
            .limit(5)
        )
        return [telling.standing(office, row) for row in rows]

    def payments(
        self, office: Office, subject: Subject, program: str = "", limit: int = 12
    ) -> Sequence[Paid]:
        query = select(Payment).where(Payment.id_index == subject.id_index)
        if program:
            query = query.where(Payment.program == program)
        rows = office.db.scalars(query.order_by(Payment.month.desc(), Payment.id.desc()).limit(limit))
        return [
            Paid(
                row.program,
                row.month,
                row.amount,
                row.paid_on,
                row.account_tail,
                row.state,
                office.vault.open_or_none(row.note_sealed) or "",
            )
            for row in rows
        ]

    def entered(self, office: Office, program: str, months: Sequence[str]) -> bool:
        query = select(Payment.id).where(Payment.program == program, Payment.month.in_(months))
        return office.db.scalar(query.limit(1)) is not None

    def benefits(self, office: Office, subject: Subject) -> Sequence[Benefit]:
        rows = office.db.scalars(
            select(Support).where(Support.id_index == subject.id_index).order_by(Support.since, Support.id)
        )
        known = [
            Benefit(
                row.program,
                row.amount,
                row.since,
                row.review_by,
                row.ended_on,
                row.account_tail,
                row.headcount,
                row.ended_why,
            )
            for row in rows
        ]
        return [*known, *_granted(office, subject, known)]

    def person(self, office: Office, subject: Subject) -> tuple[Person, str | None]:
        unseal = office.vault.open_or_none
        row: Application | Support | None = office.db.scalars(
            select(Application)
            .where(Application.id_index == subject.id_index)
            .order_by(Application.id.desc())
            .limit(1)
        ).first()
        row = (
            row
            or office.db.scalars(
                select(Support)
                .where(Support.id_index == subject.id_index)
                .order_by(Support.id.desc())
                .limit(1)
            ).first()
        )
        if row is None:
            return Person(), None
        person = Person(
            unseal(row.name_sealed) or "",
            unseal(row.phone_sealed) or "",
            unseal(row.id_number_sealed) or "",
        )
        return person, row.place_unit or row.township


def _granted(office: Office, subject: Subject, known: Sequence[Benefit]) -> Iterator[Benefit]:
    """What was granted for each month and is not in the register of benefits, until it is to be checked again."""
    file, today = programs.of(office), local_date(office.clock.now())
    rows = office.db.scalars(
        select(Application)
        .where(Application.id_index == subject.id_index, Application.outcome == "approved")
        .order_by(Application.id.desc())
    )
    newest: dict[str, Application] = {}
    for row in rows:
        newest.setdefault(row.program, row)
    for code, row in newest.items():
        limits = file.procedures[row.procedure].clocks
        if row.amount is None or row.pays_from is None or all(one.count != "payment" for one in limits):
            continue
        since = date(*payment_days.split(row.pays_from), 1)
        check = clocks.after_months(since, file.program(code).check_months or CHECKED_AFTER)
        listed = any(one.program == code and (one.ended_on or date.max) > since for one in known)
        if not listed and today < check:
            yield Benefit(code, row.amount, since, check, None, "", row.headcount)


def of(office: Office) -> Provider:
    """The provider that `programs.yml` names.

    Raises:
        CountyFileError: no such provider is installed.
    """
    known: Provider | None = office.db.info.get("assistance_provider")
    if known is None:
        known = office.db.info["assistance_provider"] = named(programs.of(office).provider)
    return known


def named(name: str) -> Provider:
    """The provider of a name: `register`, or one that an installed package brings."""
    if name == "register":
        return Register()
    for found in entry_points(group=GROUP, name=name):
        make: Callable[[], Provider] = found.load()
        return make()
    raise CountyFileError(f"programs.yml 的 provider 写的是 {name}，但没有安装这样的对接程序。")


def subject(office: Office, id_number: str, number_key: str = "") -> Subject:
    """The subject with an identity number: what another system's `prove` gives."""
    return Subject(office.vault.index("id", identity.id_number(id_number)), number_key)


def id_number_of(office: Office, subject: Subject) -> str:
    """The identity number of a subject who bound an account, by which another system knows them; empty for whoever is
    not known here."""
    sealed = office.db.scalar(select(Resident.id_number_sealed).where(Resident.id_index == subject.id_index))
    return office.vault.open_or_none(sealed) or ""


def subject_of_contact(office: Office, channel: str, address: str) -> Subject | None:
    """The subject of an account that was bound to a person; None where none was."""
    resident = residents.for_contact(office, channel, address)
    return Subject(resident.id_index) if resident is not None and resident.id_index else None
