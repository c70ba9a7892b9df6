"""救助幸福清单: what a verified household receives, by which rule and until when; in the chat, to print, by message."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework import outbox
from casework.assistance import payment_days, programs, providers
from casework.assistance.models import Support
from casework.assistance.providers import Subject
from casework.assistance.sheets import sheet
from casework.assistance.telling import bound, contest, yuan
from casework.office import Office
from store.clock import local_date

_RHYTHM = {"monthly": "每月", "quarterly": "每季度"}
_PAID_BY = {"monthly": "{}日前到账", "quarterly": "每季度第一个月{}日前到账"}


@dataclass(frozen=True)
class Item:
    """One line of the list."""

    program: str
    amount: Decimal
    rhythm: str
    paid_by: str
    rule: str
    since: date
    review_by: date | None
    ended_on: date | None
    account_tail: str

    @property
    def active(self) -> bool:
        return self.ended_on is None

    def line(self) -> str:
        """The line as it is said in the chat."""
        if not self.active:
            return f"· {self.program}：{self.ended_on} 起不再发放"
        account = f"，发到尾号 {self.account_tail} 的账户" if self.account_tail else ""
        until = f"；{self.review_by} 前复核" if self.review_by else ""
        return (
            f"· {self.program}：{self.rhythm} {yuan(self.amount)} 元，{self.paid_by}{account}\n"
            f"  {self.since} 起{until}。依据：{self.rule}"
        )


@dataclass(frozen=True)
class BenefitList:
    """The list as of a day."""

    county: str
    hotline: str
    as_of: date
    items: tuple[Item, ...]
    contest: str

    def text(self) -> str:
        """For the chat."""
        if not self.items:
            return "登记里没有正在发放的救助。想知道能不能申请，把家里情况告诉我。"
        lines = "\n".join(item.line() for item in self.items)
        return f"您家的救助清单（{self.as_of}）：\n{lines}\n家里有变化要及时告诉乡镇民政所。有疑问打 {self.hotline}。"

    def html(self) -> str:
        """A page of its own, to print; it names nobody."""
        return sheet("benefits.html", list=self, yuan=yuan)


def of(office: Office, subject: Subject) -> BenefitList:
    """The list of a person who has proven who they are."""
    file, today = programs.of(office), local_date(office.clock.now())
    items = []
    for one in providers.of(office).benefits(office, subject):
        if one.ended_on is not None and (today - one.ended_on).days > 366:
            continue
        program = file.program(one.program)
        rule = payment_days.rule(office, one.program, today)
        items.append(
            Item(
                program.name,
                one.amount,
                _RHYTHM[rule.rhythm] if rule else "每次",
                _PAID_BY[rule.rhythm].format(rule.by_day) if rule else "按通知发放",
                program.rule,
                one.since,
                one.review_by,
                one.ended_on,
                one.account_tail,
            )
        )
    return BenefitList(
        office.county.name,
        str(office.county.read("chat")["hotline"]),
        today,
        tuple(sorted(items, key=lambda item: (not item.active, item.since))),
        contest(office),
    )


def tell_change(office: Office, support: Support, was: Decimal | None, reason: str = "") -> bool:
    """Write to the household that a benefit began, changed or ended, where an account is bound; True if written.

    `was` is the amount before, None where it is new. A cut or an end says why and how to contest it
    (社会救助法 art. 47, 48; 民发〔2021〕57号 art. 32).
    """
    contact = bound(office, support.id_index)
    if contact is None:
        return False
    name = programs.of(office).program(support.program).name
    why = f"原因：{reason}。" if reason else "原因请向乡镇民政所问清楚，应当书面告诉您。"
    if support.ended_on is not None:
        said = f"您家的{name}从 {support.ended_on} 起停发。{why}\n{contest(office)}"
    elif was is None:
        said = f"您家从 {support.since} 起享受{name}，每次 {yuan(support.amount)} 元。"
    elif support.amount < was:
        said = f"您家的{name}由 {yuan(was)} 元减为 {yuan(support.amount)} 元。{why}\n{contest(office)}"
    else:
        said = f"您家的{name}由 {yuan(was)} 元调为 {yuan(support.amount)} 元。"
    outbox.write(
        office,
        contact.channel,
        office.vault.open(contact.address_sealed),
        said,
        key=f"support:{support.id}:{support.content}",
    )
    return True
