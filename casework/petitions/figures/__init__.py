"""Figures with printed definitions: `table`, the `cases` behind a figure, `definitions`, and `periods`."""

from casework.petitions.figures.cases import ANY, cases, chosen
from casework.petitions.figures.counting import BadFigure, Filters
from casework.petitions.figures.definitions import COMPARED, DATED, definitions
from casework.petitions.figures.periods import BadPeriod, Period
from casework.petitions.figures.tables import BY, Cell, Row, Table, table

__all__ = [
    "ANY",
    "BY",
    "COMPARED",
    "DATED",
    "BadFigure",
    "BadPeriod",
    "Cell",
    "Filters",
    "Period",
    "Row",
    "Table",
    "cases",
    "chosen",
    "definitions",
    "table",
]
