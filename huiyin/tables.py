"""All tables of all rooms, known in one place: for migrations and for tests."""

from importlib import import_module

from store.base import Base

ROOMS_WITH_TABLES = (
    "store.leases",
    "casework.people.models",
    "casework.people.access_models",
    "casework.petitions.models",
    "casework.petitions.recomputing",
    "casework.petitions.search",
    "casework.petitions.callbacks",
    "casework.petitions.figures.models",
    "casework.petitions.escalation.models",
    "casework.petitions.repeats.models",
    "casework.petitions.notices.models",
    "casework.outbox.models",
    "casework.conversations.models",
    "casework.calls.models",
    "casework.rules.models",
    "casework.labelling.models",
    "casework.training.models",
    "casework.assistance.models",
    "casework.assistance.imports.uploads",
    "casework.supervision.models",
    "casework.reports.models",
    "knowledge.models",
    "console.models",
)


def _gather() -> None:
    for room in ROOMS_WITH_TABLES:
        try:
            import_module(room)
        except ModuleNotFoundError as error:
            if not room.startswith(str(error.name)):
                raise


_gather()
metadata = Base.metadata
