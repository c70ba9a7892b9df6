"""Who handles a petition: competence by category, place and unit tree, and never those it complains of.

信访工作条例 art. 30 (3), 46 (5): what is reported never reaches the person or unit reported; art. 28 (3): who has
an interest stays out. A complaint about a village goes to its township, about a township to the bureau, about
the bureau's own people to the discipline inspection.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select

from casework.office import Office
from casework.people import units
from casework.people.models import Staff
from casework.people.units import UnitTree
from casework.petitions.categories import CATEGORIES
from store.county import County, CountyFileError, slip


class CategoryRoute(BaseModel):
    """Where a category goes by itself."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    matter_class: Literal["claim", "accusation", "suggestion"] = Field(alias="class")
    path: int | None = Field(None, ge=1, le=6)
    to: Literal["township", "bureau", "desk", "discipline"]
    sealed: bool = False


class RoutingFile(BaseModel):
    """`routing.yml`."""

    model_config = ConfigDict(extra="forbid")

    bureau: str
    desk: str
    section: str
    discipline: str
    upper: str
    categories: dict[str, CategoryRoute]
    roles: dict[Literal["village", "township", "bureau"], list[str]]


@dataclass(frozen=True)
class AccusedUnit:
    """Somebody complained of, as far as routing must know: name in clear, post, unit if found."""

    name: str = ""
    role: str = ""
    unit_code: str | None = None
    said: str = ""


@dataclass(frozen=True)
class Barred:
    """What the shield keeps out: a unit with its branch, a member of staff, or the bearers of a name."""

    reason: str
    unit_code: str | None = None
    staff_id: int | None = None
    name: str | None = None


@dataclass(frozen=True)
class Route:
    """Where a petition goes, whom it must never reach, and why, in a sentence for staff."""

    matter_class: str
    path: int | None
    desk_unit: str
    suggested_unit: str
    sealed: bool
    barred: tuple[Barred, ...]
    why: str


def read(county: County) -> RoutingFile:
    """The county's routing rules.

    Raises:
        CountyFileError: the file breaks its schema or lacks a category.
    """
    try:
        book = RoutingFile.model_validate(county.read("routing"))
    except ValidationError as error:
        raise CountyFileError(f"routing.yml 不对：{slip(error)}。请改正后重试。") from None
    if missing := CATEGORIES.keys() - book.categories.keys():
        raise CountyFileError(f"routing.yml 缺少诉求类别：{'、'.join(sorted(missing))}。")
    return book


def rules(office: Office) -> RoutingFile:
    """The rules, read once for a unit of work."""
    known = office.db.info.get("routing")
    if known is None:
        known = office.db.info["routing"] = read(office.county)
    return known


def decide(
    office: Office,
    category: str,
    accused: Sequence[AccusedUnit] = (),
    place_unit: str | None = None,
    matter_class: str | None = None,
    path: int | None = None,
) -> Route:
    """Route a petition.

    The unit that its category names is taken unless it is barred; then the next one up that is not.
    """
    book, tree = rules(office), units.tree(office)
    own = book.categories[category]
    matter_class = matter_class or own.matter_class
    path = (path or own.path or 6) if matter_class == "claim" else None
    barred = tuple(bar(office, accused, place_unit, matter_class))
    roots = [line.unit_code for line in barred if line.unit_code]
    ladder = _ladder(book, tree, own.to if matter_class != "suggestion" else "bureau", place_unit)
    misconduct = matter_class == "accusation" and (own.sealed or own.to == "discipline")
    sealed = misconduct or is_barred(tree, book.desk, roots)
    steps = (book.discipline, book.upper) if sealed else ladder
    suggested = next((unit for unit in steps if not is_barred(tree, unit, roots)), book.upper)
    return Route(
        matter_class,
        path,
        suggested if sealed else book.desk,
        suggested,
        sealed,
        barred,
        _why(tree, category, suggested, ladder[0], sealed, roots),
    )


def bar(
    office: Office, accused: Iterable[AccusedUnit], place_unit: str | None, matter_class: str
) -> Iterator[Barred]:
    """All that the shield of these accused keeps out, without doubles."""
    seen: set[Barred] = set()
    for one in accused:
        for line in _bar_one(office, one, place_unit, matter_class):
            if line not in seen:
                seen.add(line)
                yield line


def is_barred(tree: UnitTree, unit: str, roots: Iterable[str]) -> bool:
    """Whether a unit lies in the branch of a barred one."""
    path = tree.path(unit)
    return any(f"/{root}/" in path for root in roots)


def _bar_one(office: Office, one: AccusedUnit, place_unit: str | None, matter_class: str) -> Iterator[Barred]:
    tree = units.tree(office)
    unit = one.unit_code or _unit_said(office, one, place_unit)
    namesakes: Sequence[Staff] = ()
    if one.name:
        yield Barred("被反映人", name=one.name)
        namesakes = office.db.scalars(select(Staff).where(Staff.name == one.name)).all()
        for staff in namesakes:
            yield Barred("被反映人", staff_id=staff.id)
    if unit is None and len(namesakes) == 1:
        unit = namesakes[0].unit_code
    if unit is None and (one.name or one.role or one.said) and place_unit:
        unit = tree.township_of(place_unit)
    if unit is not None and unit in tree.units:
        yield Barred("被反映单位", unit_code=_root(office, unit, one, matter_class))


def _root(office: Office, unit: str, one: AccusedUnit, matter_class: str) -> str:
    """The unit whose whole branch is kept out.

    An office is part of its township. A section of the bureau stands for the bureau when somebody in it is
    accused of misconduct; in a mere claim about its work, the bureau's petition desk may still handle it.
    """
    tree, book = units.tree(office), rules(office)
    if (
        tree.get(unit).kind == "section"
        and matter_class != "accusation"
        and not one.name
        and unit != book.desk
    ):
        return unit
    return tree.body(unit)


def _unit_said(office: Office, one: AccusedUnit, place_unit: str | None) -> str | None:
    tree, book = units.tree(office), rules(office)
    township = tree.township_of(place_unit)
    said = f"{one.said} {one.role}"
    level = next((level for level, posts in book.roles.items() if any(post in said for post in posts)), None)
    found = tree.find(one.said, within=township) if one.said else None
    if found is not None and not (level == "township" and tree.get(found).kind == "village"):
        return found
    if level == "bureau":
        return book.bureau
    if level == "township":
        return tree.township_of(found) or township
    if level == "village" and place_unit and tree.get(place_unit).kind == "village":
        return place_unit
    return found


def _ladder(book: RoutingFile, tree: UnitTree, to: str, place_unit: str | None) -> list[str]:
    """Units from the one competent by category upwards."""
    up = [book.section, book.desk, book.discipline, book.upper]
    if to == "township":
        township = tree.township_of(place_unit)
        offices = [unit.code for unit in tree.of_kind("office") if unit.parent_code == township]
        return [*offices, *up] if township else up
    start = {"bureau": 0, "desk": 1, "discipline": 2}[to]
    return up[start:]


def _why(
    tree: UnitTree, category: str, suggested: str, first: str, sealed: bool, roots: Sequence[str]
) -> str:
    said = f"{CATEGORIES[category]}类，归口{tree.name(suggested)}"
    if suggested != first and roots:
        names = "、".join(tree.name(root) for root in roots)
        said += f"；被反映的{names}及其下属回避（信访工作条例第三十条）"
    if sealed:
        said += "；密封办理，仅限纪检监察人员"
    return said + "。"
