"""Who is complained of, read from how it was said."""

import re

from casework.petitions.routing import AccusedUnit

SPLIT = re.compile(r"[、,，和跟与;；\n]+")
POST = re.compile(
    r"(?P<name>[一-鿿]{0,3}?)(?P<role>[老副大]?(村支书|支书|书记|村主任|村长|主任|会计|镇长|乡长|所长|局长|股长|干部|经办人?|民政助理|助理|网格员|办事员|工作人员|院长|社长|组长|文书))(?P<after>[一-鿿]{0,4})$"
)
PERSON = re.compile(r"^[一-鿿·]{2,4}(?<![村镇乡委办局所站院处社区])$")


def read(said: str) -> list[AccusedUnit]:
    """The persons and units that are named; which units are meant the office's routing decides."""
    return [_one(part.strip()) for part in SPLIT.split(said) if part.strip()]


def _one(said: str) -> AccusedUnit:
    post = POST.search(said)
    if post:
        name = (post.group("after") or post.group("name")).strip()
        return AccusedUnit(name=name, role=post.group("role"), said=said)
    return AccusedUnit(name=said if PERSON.match(said) else "", said=said)
