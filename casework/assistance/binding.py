"""Binding an account to a person by a one-time code that an operator, a letter or a message hands over."""

from datetime import timedelta

from sqlalchemy import select, update

from casework import outbox
from casework.assistance import access, rights, telling
from casework.assistance.access import Asker
from casework.assistance.models import Application, BindingCode
from casework.office import CaseworkError, Office
from casework.people import identity, residents
from casework.people.actors import Actor
from casework.people.models import Contact, Resident
from casework.people.residents import Person

VALID = timedelta(days=1)
DIGITS = 8
WAYS = {"in_person": "当面", "phone": "电话", "letter": "书信", "message": "发到已绑定的账号"}


class BadBinding(CaseworkError):
    """No code can be issued so."""

    code = "bad_binding"


def issue(office: Office, by: Actor, person: Person, how: str = "in_person") -> str:
    """A code of eight digits for a person whose identity the operator has checked; good once, for a day.

    Codes issued earlier for the same person lapse. By message it goes to the account that the person has bound before.

    Raises:
        BadBinding: the identity number is missing or wrong, the way is unknown, or there is no account to write to.
        NotAllowed.
    """
    rights.require(by, "issue_code")
    if how not in WAYS:
        raise BadBinding(f"交给本人的方式要写：{'、'.join(WAYS.values())}。")
    if not person.name.strip() or not identity.is_id_number(person.id_number):
        raise BadBinding("请核对本人身份证，写全姓名和 18 位号码。")
    resident = residents.enter(office, person)
    contact = telling.bound(office, resident.id_index) if how == "message" and resident.id_index else None
    if how == "message" and contact is None:
        raise BadBinding("本人还没有绑定过账号，发不了消息。请当面、打电话或写信交给本人。")
    now = office.clock.now()
    office.db.execute(
        update(BindingCode)
        .where(BindingCode.resident_id == resident.id, BindingCode.used_at.is_(None))
        .values(until=now)
        .execution_options(synchronize_session=False)
    )
    code = office.secrets.digits(DIGITS)
    issued = BindingCode(
        digest=_digest(office, code),
        resident_id=resident.id,
        issued_at=now,
        issued_by=by.id,
        how=how,
        until=now + VALID,
    )
    office.db.add(issued)
    office.db.flush()
    if contact is not None:
        outbox.write(
            office,
            contact.channel,
            office.vault.open(contact.address_sealed),
            f"您的绑定码：{code}。在要绑定的对话里发“绑定 {code}”，一天内有效，只能用一次。"
            f"不是您自己要的，别告诉别人，请打 {office.county.read('chat')['hotline']}。",
            key=f"binding:{issued.id}",
        )
    return code


def redeem(office: Office, code: str, asker: Asker) -> bool:
    """Bind the asker's account by a code; False for a wrong, used or lapsed one alike.

    Records the try, so call it in a unit of work that commits.

    Raises:
        TooManyTries: with a sentence that says how long to wait.
    """
    digits = "".join(sign for sign in identity.plain(code) if sign.isdigit())
    made = access.knock(office, asker, "code", digits)
    now = office.clock.now()
    found = office.db.execute(
        update(BindingCode)
        .where(
            BindingCode.digest == _digest(office, digits),
            BindingCode.used_at.is_(None),
            BindingCode.until > now,
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
        .returning(BindingCode.resident_id)
    ).scalar()
    if found is None:
        return False
    access.passed(office, made)
    resident = office.db.get_one(Resident, found)
    contact = residents.bind(office, asker.channel, asker.address, resident, "one-time code")
    _follow(office, resident, contact)
    return True


def release(office: Office, asker: Asker) -> None:
    """Undo the binding, at the wish of whoever holds the account."""
    contact = residents.contact(office, asker.channel, asker.address)
    office.db.execute(update(Application).where(Application.contact_id == contact.id).values(contact_id=None))
    residents.unbind(office, asker.channel, asker.address)


def _follow(office: Office, resident: Resident, contact: Contact) -> None:
    """From now on the account is told of each step of the person's applications."""
    for application in office.db.scalars(
        select(Application).where(Application.id_index == resident.id_index, Application.is_open)
    ):
        application.contact_id = contact.id


def _digest(office: Office, code: str) -> str:
    return office.vault.index("binding-code", code)
