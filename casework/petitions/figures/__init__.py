"""Figures with printed definitions: `table`, `cross`, the `cases` behind a figure, `definitions`, and `periods`."""

from casework.petitions.figures.cases import cases, chosen
from casework.petitions.figures.counting import BadFigure, Filters
from casework.petitions.figures.crossing import CROSSED, Cross, cross
from casework.petitions.figures.definitions import COMPARED, DATED, definitions
from casework.petitions.figures.periods import BadPeriod, Period
from casework.petitions.figures.tables import BY, Cell, Row, Table, table, with_trend

__all__ = [
    "BY",
    "COMPARED",
    "CROSSED",
    "DATED",
    "BadFigure",
    "BadPeriod",
    "Cell",
    "Cross",
    "Filters",
    "Period",
    "Row",
    "Table",
    "cases",
    "chosen",
    "cross",
    "definitions",
    "table",
    "with_trend",
]
