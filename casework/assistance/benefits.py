"""救助幸福清单: what a verified household receives, by which rule and until when; in the chat, to print, by message."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.assistance import clocks, payment_days, programs, providers
from casework.assistance.models import Support
from casework.assistance.programs import Program
from casework.assistance.providers import Benefit, Subject
from casework.assistance.sheets import sheet
from casework.assistance.telling import bound, contest, write_to, yuan
from casework.office import Office
from store.clock import local_date

OPEN_ENDED = "登记里没有写到期日，情况变了会重新核定"
_RHYTHM = {"monthly": "每月", "quarterly": "每季度"}
_PAID_BY = {"monthly": "{}日前到账", "quarterly": "每季度第一个月{}日前到账"}
_ENDED = {
    "better_off": "家庭情况好转，不再符合条件",
    "violation": "核查认为不符合规定",
    "death": "享受救助的人去世",
    "moved": "户口或住处迁出",
}


@dataclass(frozen=True)
class Item:
    """One line of the list."""

    program: str
    amount: Decimal
    rhythm: str
    paid_by: str
    rule: str
    since: date
    until: str
    """Until when it is paid as it is, or when it is checked again, or that no day is on record."""
    ended_on: date | None
    """The first day for which nothing is paid any more."""
    why: str
    """Why it ended, in a sentence."""
    active: bool
    account_tail: str

    def line(self) -> str:
        """The line as it is said in the chat."""
        if not self.active:
            return f"· {self.program}：{self.ended_on} 起不再发放。{self.why}"
        account = f"，发到尾号 {self.account_tail} 的账户" if self.account_tail else ""
        return (
            f"· {self.program}：{self.rhythm} {yuan(self.amount)} 元，{self.paid_by}{account}\n"
            f"  {self.since} 起；{self.until}。依据：{self.rule}"
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
        lines = [item.line() for item in self.items]
        if not all(item.active for item in self.items):
            lines.append(self.contest)
        listed = "\n".join(lines)
        return f"您家的救助清单（{self.as_of}）：\n{listed}\n家里有变化要及时告诉乡镇民政所。有疑问打 {self.hotline}。"

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
                _until(program, one),
                one.ended_on,
                why_ended(one.ended_why),
                one.ended_on is None or one.ended_on > today,
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


def why_ended(code: str) -> str:
    """Why a benefit ended, by the register's word for it, or who must say why (社会救助法 art. 48)."""
    if code in _ENDED:
        return f"登记的原因：{_ENDED[code]}。"
    return "原因请向乡镇民政所问清楚，应当书面告诉您。"


def _until(program: Program, one: Benefit) -> str:
    if one.ended_on is not None:
        return f"{one.ended_on} 起停发"
    if one.review_by is not None:
        return f"{one.review_by} 前复核"
    if program.valid_months:
        return f"有效到 {clocks.after_months(one.since, program.valid_months)}"
    if program.check_months and program.check_months_unstable:
        return (
            f"每 {program.check_months} 个月核查一次，收入不固定的每 {program.check_months_unstable} 个月一次"
        )
    return f"每 {program.check_months} 个月核查一次" if program.check_months else OPEN_ENDED


@dataclass(frozen=True)
class Before:
    """What a benefit was before a change, as far as its household is told."""

    amount: Decimal
    ended_on: date | None
    review_by: date | None
    account_tail: str


def tell_change(office: Office, support: Support, before: Before | None) -> bool:
    """Write to the household that a benefit began, changed, ended, came back or goes on, or that it is paid to another
    account, where an account is bound; True if written.

    `before` is None where the benefit is new. A cut or an end says why, or who must say so, and how to contest it
    (社会救助法 art. 47, 48; 民发〔2021〕57号 art. 32).
    """
    contact = bound(office, support.id_index)
    said = _change(office, support, before)
    if contact is None or not said:
        return False
    day, was = local_date(office.clock.now()), before.amount if before else None
    write_to(office, contact, "\n".join(said), key=f"support:{support.id}:{was}:{support.content}:{day}")
    return True


def _change(office: Office, support: Support, before: Before | None) -> list[str]:
    name = programs.of(office).program(support.program).name
    now, own = yuan(support.amount), f"您家的{name}"
    if support.ended_on is not None:
        if before is not None and before.ended_on == support.ended_on:
            return []
        return [f"{own}从 {support.ended_on} 起停发。{why_ended(support.ended_why)}", contest(office)]
    if before is None:
        return [f"您家从 {support.since} 起享受{name}，每次 {now} 元。"]
    said = []
    if before.ended_on is not None:
        said.append(f"{own}恢复发放，每次 {now} 元。")
    elif support.amount < before.amount:
        said += [f"{own}由 {yuan(before.amount)} 元减为 {now} 元。{why_ended('')}", contest(office)]
    elif support.amount > before.amount:
        said.append(f"{own}由 {yuan(before.amount)} 元调为 {now} 元。")
    if support.review_by and support.review_by > (before.review_by or support.since):
        said.append(f"{own}继续发放，下次在 {support.review_by} 前复核。")
    if support.account_tail and before.account_tail and support.account_tail != before.account_tail:
        hotline = office.county.read("chat")["hotline"]
        said.append(
            f"{own}发放账户由尾号 {before.account_tail} 改为尾号 {support.account_tail}。不是您要改的，马上打 {hotline}。"
        )
    return said
