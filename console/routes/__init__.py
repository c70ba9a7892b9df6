"""All pages of the console."""

from console.routes import entry, events, home

ROUTERS = (entry.router, home.router, events.router)
