"""Figures about the running house for Prometheus, read from the database: any web process can tell all of them.

Nothing here carries a name, a number of a case or a unit: only counts, ages and seconds.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from casework.conversations import alerts, inbox
from casework.conversations.models import Handover, Message
from casework.office import Bureau, Office
from casework.outbox.models import Letter
from casework.people.access_models import LoginAttempt
from casework.petitions import guessing
from casework.petitions.models import ClockRow
from store.clock import local_date
from store.leases import Lease
from store.settings import Settings

RECENT = timedelta(minutes=5)
QUARTER = timedelta(minutes=15)
SHARES = (0.5, 0.95, 1.0)
MOST = 5000
"""Turns of the last five minutes that are looked at; more are counted but not timed."""

PUSHED = ("sms", "telegram", alerts.ALERT_CHANNEL, alerts.STANDBY_CHANNEL)
"""Channels that the house must bring letters to; on the web the resident fetches them, and a person makes the calls."""


class House(Collector):
    """Reads the figures anew on each scrape."""

    def __init__(self, bureau: Bureau, settings: Settings) -> None:
        self.bureau = bureau
        self.settings = settings

    def collect(self) -> Iterator[Metric]:
        try:
            with self.bureau.reading() as office:
                figures = list(_figures(office))
        except SQLAlchemyError:
            yield _one("huiyin_database_up", "Whether the database answers", 0)
        else:
            yield _one("huiyin_database_up", "Whether the database answers", 1)
            yield from figures
        up = GaugeMetricFamily("huiyin_service_up", "Whether a service answers", labels=["service"])
        up.add_metric(["rasa"], _answers(f"{self.settings.rasa}/status"))
        up.add_metric(["actions"], _answers(f"{self.settings.actions}/health"))
        yield up


def exposition(bureau: Bureau, settings: Settings) -> bytes:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(House(bureau, settings))
    return generate_latest(registry)


def _figures(office: Office) -> Iterator[Metric]:
    now = office.clock.now()
    yield from _turns(office, now)
    yield from _letters(office, now)
    yield from _jobs(office, now)
    overdue = select(func.count()).where(
        ClockRow.running, ClockRow.kind == "duty", ClockRow.due_on < local_date(now)
    )
    yield _one("huiyin_clocks_overdue", "Running duties past their day", office.db.scalar(overdue) or 0)
    yield from _log_ins(office, now)
    wrong = guessing.recent(office, now - QUARTER)
    yield _one("huiyin_codes_refused", "Wrong query and draft codes, 15 minutes", wrong)
    waiting = GaugeMetricFamily("huiyin_handovers_waiting", "Talks waiting for a person", labels=["urgency"])
    oldest = GaugeMetricFamily("huiyin_handover_oldest_seconds", "Longest wait", labels=["urgency"])
    query = (
        select(Handover.urgency, func.count(), func.min(Handover.asked_at))
        .where(Handover.state == "waiting")
        .group_by(Handover.urgency)
    )
    found = {urgency: (count, since) for urgency, count, since in office.db.execute(query)}
    for urgency in (0, 1, 2):
        count, since = found.get(urgency, (0, None))
        waiting.add_metric([str(urgency)], count)
        oldest.add_metric([str(urgency)], _age(now, since))
    yield waiting
    yield oldest


def _turns(office: Office, now: datetime) -> Iterator[Metric]:
    said, told = aliased(Message), aliased(Message)
    since = now - RECENT
    asked = (said.direction == "resident", said.at > since)
    states = ("new", "kept", "done")
    counted = dict(
        office.db.execute(
            select(said.state, func.count()).where(*asked, said.state.in_(states)).group_by(said.state)
        )
        .tuples()
        .all()
    )
    turns = GaugeMetricFamily("huiyin_turns_recent", "Residents' messages of five minutes", labels=["state"])
    for state in states:
        turns.add_metric([state], counted.get(state, 0))
    yield turns
    pairs = office.db.execute(
        select(said.at, func.min(told.id))
        .join(told, told.answers_id == said.id)
        .where(*asked, said.state == "done")
        .group_by(said.id, said.at)
        .order_by(said.id.desc())
        .limit(MOST)
    ).all()
    at = dict(
        office.db.execute(select(Message.id, Message.at).where(Message.id.in_([first for _, first in pairs])))
        .tuples()
        .all()
    )
    seconds = sorted((at[first] - asked_at).total_seconds() for asked_at, first in pairs)
    spread = GaugeMetricFamily("huiyin_turn_seconds", "Until the answer, five minutes", labels=["quantile"])
    for share in SHARES if seconds else ():
        spread.add_metric([str(share)], seconds[min(len(seconds) - 1, int(share * len(seconds)))])
    yield spread
    newest = office.db.scalar(select(func.max(Message.id))) or 0
    yield _one("huiyin_messages_newest_id", "Number of the newest message; grows with use", newest)


def _letters(office: Office, now: datetime) -> Iterator[Metric]:
    letters = GaugeMetricFamily(
        "huiyin_outbox_letters", "Letters not yet sent, or given up", labels=["state"]
    )
    goes_out = Letter.channel.in_(PUSHED)
    query = (
        select(Letter.state, func.count())
        .where(
            or_(Letter.state == "failed", and_(Letter.state.in_(("waiting", "leased", "sending")), goes_out))
        )
        .group_by(Letter.state)
    )
    found = dict(office.db.execute(query).tuples().all())
    for state in ("waiting", "leased", "sending", "failed"):
        letters.add_metric([state], found.get(state, 0))
    yield letters
    oldest = office.db.scalar(
        select(func.min(Letter.written_at)).where(
            Letter.state.in_(("waiting", "leased", "sending")), goes_out
        )
    )
    yield _one(
        "huiyin_updates_stuck", "What residents sent that could not be dealt with", inbox.stuck(office)
    )
    yield _one("huiyin_outbox_oldest_seconds", "Age of the oldest letter still to go out", _age(now, oldest))


def _jobs(office: Office, now: datetime) -> Iterator[Metric]:
    late = GaugeMetricFamily("huiyin_job_since_seconds", "Since a job last ended", labels=["task"])
    failed = GaugeMetricFamily("huiyin_job_failed", "Whether a job's last run failed", labels=["task"])
    for lease in office.db.scalars(select(Lease).order_by(Lease.name)):
        late.add_metric([lease.name], _age(now, lease.last_finished or lease.last_started))
        failed.add_metric([lease.name], int((lease.last_outcome or "").startswith("failed")))
    yield late
    yield failed


def _log_ins(office: Office, now: datetime) -> Iterator[Metric]:
    """Staff's log-ins of the last quarter of an hour that did not succeed."""
    query = (
        select(LoginAttempt.outcome, func.count())
        .where(LoginAttempt.at > now - QUARTER, LoginAttempt.outcome != "passed")
        .group_by(LoginAttempt.outcome)
    )
    found = dict(office.db.execute(query).tuples().all())
    refused = GaugeMetricFamily("huiyin_log_ins_refused", "Log-ins refused, 15 minutes", labels=["how"])
    for how in ("failed", "throttled"):
        refused.add_metric([how], found.get(how, 0))
    yield refused


def _one(name: str, help_: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_, value=value)


def _age(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _answers(url: str) -> int:
    try:
        return int(httpx.get(url, timeout=2, trust_env=False).status_code == 200)
    except httpx.HTTPError:
        return 0
