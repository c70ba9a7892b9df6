"""All pages of the console."""

from console.routes import (
    answers,
    calendar,
    calls,
    entry,
    events,
    home,
    logs,
    petitions,
    roster,
    rules,
    staff,
    units,
)

ROUTERS = (
    entry.router,
    home.router,
    events.router,
    petitions.router,
    calls.router,
    answers.router,
    rules.router,
    roster.router,
    calendar.router,
    units.router,
    staff.router,
    logs.router,
)
