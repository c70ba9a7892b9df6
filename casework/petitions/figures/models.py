"""Indexes that answer the figures by themselves, without touching the wide rows of petitions.

One for each dimension, in the order in which it is counted; the columns behind tell scope, seal, shield and filters.
The plan for ten times a million petitions stands in `docs/figures.md`.
"""

from typing import Any

from sqlalchemy import Index, and_, text

from casework.petitions.models import Petition

DIMENSIONS = {
    "unit": Petition.handler_unit,
    "township": Petition.township,
    "category": Petition.category,
    "class": Petition.matter_class,
    "channel": Petition.channel,
    "operator": Petition.typed_by,
}

ASKED = (
    Petition.handler_unit,
    Petition.desk_unit,
    Petition.sealed,
    Petition.shielded,
    Petition.township,
    Petition.category,
    Petition.matter_class,
    Petition.channel,
    Petition.typed_by,
    Petition.lodged_on,
    Petition.id,
)


def _besides(*first: Any) -> list[Any]:
    return [column for column in ASKED if all(column is not known for known in first)]


for _name, _column in DIMENSIONS.items():
    Index(
        f"ix_petition_figures_{_name}",
        _column,
        Petition.figure_month,
        Petition.figure_shape,
        *_besides(_column),
    )
    Index(
        f"ix_petition_days_{_name}",
        _column,
        Petition.figure_month,
        Petition.figure_days,
        *_besides(_column),
        sqlite_where=text("figure_days IS NOT NULL"),
        postgresql_where=text("figure_days IS NOT NULL"),
    )

Index(
    "ix_petition_spots",
    Petition.place_unit,
    Petition.category,
    Petition.figure_month,
    Petition.headcount,
    *_besides(Petition.category),
)
Index(
    "ix_petition_open_now",
    Petition.next_due_on,
    Petition.next_stage,
    Petition.figure_month,
    *_besides(),
    Petition.is_open,
    sqlite_where=text("is_open = 1"),
    postgresql_where=text("is_open"),
)
_UNRATED = and_(Petition.answered_on.is_not(None), Petition.satisfaction.is_(None))
Index(
    "ix_petition_unrated_now",
    Petition.answered_on,
    Petition.figure_month,
    Petition.figure_shape,
    *_besides(),
    sqlite_where=_UNRATED,
    postgresql_where=_UNRATED,
)
Index(
    "ix_petition_sealed",
    Petition.figure_month,
    Petition.lodged_on,
    Petition.shielded,
    Petition.id,
    sqlite_where=text("sealed = 1"),
    postgresql_where=text("sealed"),
)
