"""Changing answers: written by one, read by a second, in effect from a date, every version kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights
from casework.people.actors import Actor
from knowledge import queries
from knowledge.checking import Finding, examine_entry
from knowledge.corpus import Corpus
from knowledge.figures import Figures
from knowledge.models import Revision
from knowledge.schema import Entry
from store.clock import local_date
from store.county import wrong


class BadAnswer(CaseworkError):
    """An answer that may not stand as written; the sentence says what is wrong with it."""

    code = "bad_answer"


def write(
    office: Office,
    corpus: Corpus,
    content: Mapping[str, Any],
    by: Actor,
    reason: str,
    effective_from: date | None = None,
) -> Revision:
    """A new version of an answer, waiting for a second reader. `content` is as in the corpus files.

    Raises:
        NotAllowed: the actor does not keep the knowledge.
        BadAnswer: a field is wrong, a source is missing or may not be quoted, a figure is unknown.
    """
    _allow(by)
    entry = _read({**content, "author": by.name, "second_reader": None})
    faults = [finding for finding in examine(office, corpus, entry) if finding.severe]
    if faults:
        raise BadAnswer("；".join(finding.text for finding in faults))
    return _add(office, entry.id, entry.model_dump(mode="json"), by, reason, effective_from)


def withdraw(
    office: Office, entry_id: str, by: Actor, reason: str, effective_from: date | None = None
) -> Revision:
    """A version that takes an answer out, waiting for a second reader."""
    _allow(by)
    return _add(office, entry_id, None, by, reason, effective_from)


def publish(office: Office, revision_id: int, by: Actor) -> Revision:
    """The version, read by a second person and from its day on given to residents.

    Raises:
        NotFound: no such version.
        NotAllowed: the author may not be the second reader.
        BadAnswer: it is already published, or a newer version is.
    """
    _allow(by)
    revision = queries.revision(office, revision_id)
    if revision is None:
        raise NotFound("没有这个版本。")
    if revision.published_at is not None:
        raise BadAnswer("这个版本已经发布过了。")
    if revision.author_id == by.id:
        raise NotAllowed("写的人不能自己复核，请另一位同事复核后发布。")
    newer = [one for one in queries.history(office, revision.entry_id) if one.version > revision.version]
    if any(one.published_at for one in newer):
        raise BadAnswer("已有更新的版本发布，请在新版本上改。")
    return _published(office, revision, by)


def read_over(office: Office, corpus: Corpus, entry_id: str, by: Actor) -> Revision:
    """A version that changes nothing but says who was the second to read an answer.

    Raises:
        NotFound: no such answer.
        NotAllowed: the actor does not keep the knowledge, or wrote the answer.
        BadAnswer: it has been read already, or may not stand as it is.
    """
    _allow(by)
    entry = corpus.entries.get(entry_id)
    if entry is None:
        raise NotFound("没有这条答案。")
    if entry.second_reader:
        raise BadAnswer(f"{entry.second_reader}已经看过这条答案。")
    if entry.author == by.name:
        raise NotAllowed("写的人不能自己复核，请另一位同事看。")
    if any(one.published_at is None for one in queries.history(office, entry_id)):
        raise BadAnswer("这条答案有改动在等复核，请看那一版。")
    faults = [finding for finding in examine(office, corpus, entry) if finding.severe]
    if faults:
        raise BadAnswer("；".join(finding.text for finding in faults))
    revision = _add(office, entry_id, entry.model_dump(mode="json"), by, "看过，没有改", None)
    revision.author = entry.author
    return _published(office, revision, by)


def overlay(office: Office, corpus: Corpus) -> Corpus:
    """The corpus of the files with the published changes in effect today laid over it."""
    today = local_date(office.clock.now())
    in_effect = queries.in_effect(office, today)
    changed = [Entry.model_validate(one.content) for one in in_effect if one.content is not None]
    withdrawn = [one.entry_id for one in in_effect if one.content is None]
    return corpus.with_entries(changed, withdrawn)


def examine(office: Office, corpus: Corpus, entry: Entry) -> list[Finding]:
    """What is wrong or doubtful about an answer, before it is kept."""
    with_it = corpus.with_entries([entry])
    return list(examine_entry(entry, with_it, Figures(office.county), local_date(office.clock.now())))


def _allow(by: Actor) -> None:
    verdict = rights.may(by, "edit_knowledge")
    if not verdict:
        raise NotAllowed(verdict.why)


def _read(content: Mapping[str, Any]) -> Entry:
    try:
        return Entry.model_validate(content)
    except ValidationError as error:
        said = [f"{'.'.join(map(str, slip['loc'])) or '整条'}：{wrong(slip)}" for slip in error.errors()[:5]]
        raise BadAnswer("；".join(said)) from None


def _published(office: Office, revision: Revision, by: Actor) -> Revision:
    revision.second_reader_id, revision.second_reader = by.id, by.name
    if revision.content is not None:
        revision.content = {**revision.content, "second_reader": by.name}
    revision.published_at = office.clock.now()
    return revision


def _add(
    office: Office,
    entry_id: str,
    content: dict[str, Any] | None,
    by: Actor,
    reason: str,
    effective_from: date | None,
) -> Revision:
    now = office.clock.now()
    if by.id is None:
        raise NotAllowed("请先登录。")
    revision = Revision(
        entry_id=entry_id,
        version=queries.last_version(office, entry_id) + 1,
        content=content,
        reason=reason,
        author_id=by.id,
        author=by.name,
        effective_from=effective_from or local_date(now),
        written_at=now,
    )
    office.db.add(revision)
    office.db.flush()
    return revision
