"""Pages of their own, to be printed and handed over."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader


def sheet(name: str, **context: Any) -> str:
    """The HTML of one of `templates/`, filled; nothing in it runs."""
    return _templates().get_template(name).render(**context)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
