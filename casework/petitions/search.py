"""Full text search of digests: cut into words by jieba, indexed by FTS5 on SQLite and by a GIN index on PostgreSQL."""

import logging
import re
import unicodedata
from functools import cache
from typing import NamedTuple

import jieba
from sqlalchemy import DDL, ColumnElement, Text, TextClause, and_, column, event, false, func, table, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.office import Office
from casework.petitions.models import Petition
from store.base import Base, Id

MOST_WORDS = 12


class PetitionWords(Base):
    """The words of a digest, cut beforehand and parted by blanks."""

    __tablename__ = "petition_words"

    petition_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)


SQLITE = (
    "CREATE VIRTUAL TABLE petition_fts USING fts5(words, content='petition_words', content_rowid='petition_id')",
    "CREATE TRIGGER petition_words_added AFTER INSERT ON petition_words BEGIN"
    " INSERT INTO petition_fts(rowid, words) VALUES (new.petition_id, new.words); END",
    "CREATE TRIGGER petition_words_gone AFTER DELETE ON petition_words BEGIN"
    " INSERT INTO petition_fts(petition_fts, rowid, words) VALUES ('delete', old.petition_id, old.words); END",
    "CREATE TRIGGER petition_words_changed AFTER UPDATE ON petition_words BEGIN"
    " INSERT INTO petition_fts(petition_fts, rowid, words) VALUES ('delete', old.petition_id, old.words);"
    " INSERT INTO petition_fts(rowid, words) VALUES (new.petition_id, new.words); END",
)
POSTGRES = ("CREATE INDEX ix_petition_words_gin ON petition_words USING gin (to_tsvector('simple', words))",)

for _statement in SQLITE:
    event.listen(PetitionWords.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRES:
    event.listen(PetitionWords.__table__, "after_create", DDL(_statement).execute_if(dialect="postgresql"))


def _written(words: list[str]) -> list[ColumnElement[bool]]:
    """That the words of letters alone are written somewhere in the row: so it is wherever they are found, and it is
    seen much sooner than what a row consists of, where a common word is looked for newest first.

    One condition for all of them, of a kind that the database knows nothing of, so that it does not take a common word
    for a rare one because it is looked for twice.
    """
    at = [func.strpos(PetitionWords.words, word) for word in words if word.isalpha()]
    return [(func.least(*at) if len(at) > 1 else at[0]) > 0] if at else []


@cache
def tokenizer() -> jieba.Tokenizer:
    """Our own tokenizer, so that no other part of the process changes its dictionary."""
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


def cut(sentence: str) -> list[str]:
    """Words of a text for index and query alike: lower case, half width, without punctuation."""
    plain = unicodedata.normalize("NFKC", sentence).lower()
    return [word for word in tokenizer().cut_for_search(plain) if re.match(r"\w", word)]


def enter(office: Office, petition: Petition) -> None:
    """Bring a petition's digest into the index."""
    words = " ".join(cut(petition.digest))
    known = office.db.get(PetitionWords, petition.id)
    if known is None:
        office.db.add(PetitionWords(petition_id=petition.id, words=words))
    else:
        known.words = words


class Found(NamedTuple):
    """Where petitions are found: a column of their ids, and the condition on its rows, which gives each id once.

    Never used without `queries.visible`. The words on SQLite come newest first without the others being read.
    """

    petition_id: ColumnElement[int]
    matching: ColumnElement[bool] | TextClause


def found(office: Office, sought: str) -> Found:
    """Petitions whose digest has all the words sought; none where there is no word in what is sought."""
    words = list(dict.fromkeys(cut(sought)))[:MOST_WORDS]
    if not words:
        return Found(PetitionWords.petition_id.expression, false())
    if office.db.get_bind().dialect.name == "postgresql":
        vector = func.to_tsvector(text("'simple'"), PetitionWords.words)
        wanted = func.to_tsquery(text("'simple'"), " & ".join(f"'{word}'" for word in words))
        return Found(PetitionWords.petition_id.expression, and_(*_written(words), vector.op("@@")(wanted)))
    fts = table("petition_fts", column("rowid", Id))
    match = text("petition_fts MATCH :sought").bindparams(sought=" ".join(f'"{word}"' for word in words))
    return Found(fts.c.rowid, match)
