"""All pages of the console."""

from console.routes import (
    answers,
    calendar,
    calls,
    chats,
    entry,
    events,
    home,
    lodging,
    logs,
    petitions,
    roster,
    rules,
    staff,
    supervision,
    understanding,
    units,
)

ROUTERS = (
    entry.router,
    home.router,
    events.router,
    petitions.router,
    calls.router,
    chats.router,
    lodging.router,
    supervision.router,
    understanding.router,
    answers.router,
    rules.router,
    roster.router,
    calendar.router,
    units.router,
    staff.router,
    logs.router,
)
