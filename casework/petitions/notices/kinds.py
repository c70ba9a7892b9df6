"""The kinds of notice: what each is called, to whom it goes, and what must have happened before."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.office import Office
from store.county import County, CountyFileError, slip


@dataclass(frozen=True)
class Kind:
    """A kind of notice; `move` names the letter that says the same in plain words."""

    name: str
    title: str
    to: Literal["petitioner", "unit", "file"]
    article: str
    move: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("acceptance", "信访事项受理告知书", "petitioner", "信访工作条例第二十三条", "accept"),
        Kind("rejection", "信访事项不予受理告知书", "petitioner", "信访工作条例第二十三条", "not_accept"),
        Kind("supplement", "补充材料通知书", "petitioner", "信访工作条例第十九条", "ask_more"),
        Kind("assignment", "信访事项转送（交办）函", "unit", "信访工作条例第二十二条、第二十三条"),
        Kind(
            "extension", "信访事项延期办理告知书", "petitioner", "信访工作条例第三十四条", "approve_extension"
        ),
        Kind("opinion", "信访事项处理意见书", "petitioner", "信访工作条例第三十二条", "approve"),
        Kind("review", "信访事项复查意见书", "petitioner", "信访工作条例第三十五条", "decide_review"),
        Kind("recheck", "信访事项复核意见书", "petitioner", "信访工作条例第三十六条", "decide_recheck"),
        Kind("lead", "问题线索移送单", "unit", "信访工作条例第二十二条、第三十条"),
        Kind("call_back", "信访事项回访记录", "file", "群众满意度评价"),
    )
}


class NoticesFile(BaseModel):
    """`notices.yml`."""

    model_config = ConfigDict(extra="forbid")

    issuer: str = Field(min_length=2)
    prefix: str = Field(min_length=1, max_length=10)
    words: dict[str, str]
    review_body: str
    recheck_body: str
    contact: str


def read(county: County) -> NoticesFile:
    """The county's settings for notices.

    Raises:
        CountyFileError: the file is missing, breaks the schema, or lacks the word of a kind.
    """
    try:
        found = NoticesFile.model_validate(county.read("notices"))
    except ValidationError as error:
        raise CountyFileError(f"notices.yml 不对：{slip(error)}。请改正后重试。") from None
    if missing := KINDS.keys() - found.words.keys():
        raise CountyFileError(f"notices.yml 的 words 缺少：{'、'.join(sorted(missing))}。")
    return found


def settings(office: Office) -> NoticesFile:
    """The settings, read once for a unit of work."""
    known = office.db.info.get("notices")
    if known is None:
        known = office.db.info["notices"] = read(office.county)
    return known
