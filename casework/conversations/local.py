"""What the county wants residents to be told: numbers, hours, places. Read from `chat.yml`."""

from pydantic import BaseModel, ConfigDict, ValidationError

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
