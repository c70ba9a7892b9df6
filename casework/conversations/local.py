"""What the county wants residents to be told: numbers, hours, places. Read from `chat.yml`."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, ValidationError

from casework.office import Office
from casework.people import units
from casework.petitions import digests
from store.county import County, CountyFileError


class Local(BaseModel):
    """The county's own lines and hours, all as said to a resident."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    office: str
    hotline: str
    duty_hours: str
    standby_phone: str
    crisis_line: str
    discipline_phone: str
    discipline_line: str
    government_line: str
    visit_place: str
    visit_hours: str
    letter_address: str
    talk_kept_days: int


def local(county: County) -> Local:
    """The county's lines.

    Raises:
        CountyFileError: `chat.yml` is missing or a field of it is wrong, with the field's name.
    """
    try:
        return Local.model_validate(county.read("chat"))
    except ValidationError as error:
        fields = "、".join(".".join(str(part) for part in item["loc"]) for item in error.errors())
        raise CountyFileError(f"县级配置文件 chat.yml 里这些项缺失或写错：{fields}。请按示例改正。") from None


def masked(office: Office, text: str, names: Iterable[str] = ()) -> str:
    """A text as whoever may not see personal data reads it; the numbers that the county itself gives out stay."""
    return digests.redact(text, names, published=_published(office))


def _published(office: Office) -> frozenset[str]:
    """The digits of the county's lines and of its units' telephones, read once for a unit of work."""
    known: frozenset[str] | None = office.db.info.get("published")
    if known is None:
        lines = local(office.county)
        given = [lines.hotline, lines.standby_phone, lines.discipline_phone]
        given += [unit.phone for unit in units.tree(office).units.values() if unit.phone]
        known = office.db.info["published"] = frozenset(map(digests.digits, given))
    return known
