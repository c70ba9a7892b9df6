"""Changing a file of the county: read, check as a whole, put in force, and go back."""

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError
from sqlalchemy import select

from casework.assistance import payment_days, programs
from casework.conversations.local import local
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import units
from casework.people.actors import Actor
from casework.people.rights import may
from casework.petitions import clock_rules, routing
from casework.petitions.escalation import rules as escalation
from casework.petitions.notices import kinds as notices
from casework.rules.models import RuleVersion
from casework.supervision import checks
from knowledge.figures import Figures
from store.county import County, CountyFileError, parse, slip

TITLES = {
    "units": "机构、别称与电话",
    "clocks": "办理时限",
    "routing": "分办规则",
    "escalation": "催办与督办",
    "figures": "本地标准与金额",
    "payments": "发放日期",
    "programs": "救助项目、步骤与时限",
    "chat": "对话设置",
    "checks": "抽查评分标准",
    "notices": "文书抬头与落款",
}

CHECKS: dict[str, Callable[[County], object]] = {
    "units": units.check,
    "clocks": clock_rules.read,
    "programs": programs.read,
    "payments": payment_days.read,
    "routing": routing.read,
    "escalation": escalation.read,
    "notices": notices.read,
    "checks": checks.sheets,
    "chat": local,
    "figures": Figures,
}
"""Who reads each file; all of them must be able to before one takes force."""


class BadRules(CaseworkError):
    """A file that cannot take force; the sentence says what is wrong with it."""

    code = "bad_rules"


def names(office: Office) -> list[str]:
    """The county's files, known ones first."""
    found = [path.stem for path in sorted(office.county.folder.glob("*.yml"))]
    order = list(TITLES)
    return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))


def title(name: str) -> str:
    return TITLES.get(name, name)


def text(office: Office, name: str) -> str:
    """The file as it is in force. Raises NotFound."""
    return _path(office, name).read_text(encoding="utf-8")


def versions(office: Office, name: str) -> Sequence[RuleVersion]:
    """All versions that were put in force from the desk, newest first."""
    return office.db.scalars(
        select(RuleVersion).where(RuleVersion.name == name).order_by(RuleVersion.version.desc())
    ).all()


def version(office: Office, name: str, number: int) -> RuleVersion:
    """Raises NotFound."""
    found = office.db.scalar(
        select(RuleVersion).where(RuleVersion.name == name, RuleVersion.version == number)
    )
    if found is None:
        raise NotFound("没有这个版本。")
    return found


def difference(before: str, after: str) -> list[str]:
    """The lines that change, as a unified diff without its head."""
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]


def check(office: Office, name: str, content: str) -> None:
    """Try the file together with the county's other files.

    Raises:
        BadRules: it is not YAML, lost a part that the present file has, or breaks its schema.
    """
    try:
        data = parse(content)
    except yaml.YAMLError as error:
        raise BadRules(f"格式不对：{error}") from None
    present = yaml.safe_load(text(office, name))
    if type(data) is not type(present):
        raise BadRules("文件开头的写法变了，请照原来的样子改。")
    if isinstance(data, dict) and (lost := present.keys() - data.keys()):
        raise BadRules(f"少了这几部分：{'、'.join(sorted(map(str, lost)))}。不用的部分请留空，不要删掉。")
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "county"
        shutil.copytree(office.county.folder, trial)
        (trial / f"{name}.yml").write_text(content, encoding="utf-8")
        try:
            read_all(County(trial))
        except CountyFileError as error:
            raise BadRules(str(error)) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise BadRules(f"少了内容或者写法变了（{error}），请照原来的样子改。") from None
        except ValidationError as error:
            raise BadRules(f"{slip(error)}。") from None


def read_all(county: County) -> None:
    """Have every reader read its file; a file may have several, and one file may name what stands in another.

    Raises:
        CountyFileError, ValidationError: one cannot be read.
    """
    for read in CHECKS.values():
        read(county)


def put_in_force(
    office: Office, by: Actor, name: str, content: str, reason: str, upon: int | None = None
) -> RuleVersion:
    """Check the file, keep it as a new version, and write it where every process reads it.

    `upon` is the version that the change was made upon, 0 where there was none.

    Raises:
        BadRules: the check fails, nothing changes, no reason is given, or somebody else changed it since `upon`.
        NotAllowed: without the right to manage rules.
    """
    if not (verdict := may(by, "manage_rules")):
        raise NotAllowed(verdict.why)
    before = text(office, name)
    content = content.rstrip() + "\n"
    if content == before:
        raise BadRules("和现行的一样，没有改动。")
    if len(reason.strip()) < 4:
        raise BadRules("请写明为什么改，例如“按市局9月通知调整低保标准”。")
    last = versions(office, name)
    if last and upon is not None and upon != last[0].version:
        raise BadRules(
            f"您打开以后，{last[0].by_name}又改过（第 {last[0].version} 版）。下面是您写的与现行版本的差别，核对、补上他改的再点“生效”。"
        )
    check(office, name, content)
    if not last:
        _add(office, name, 1, before, "启用时的文件", None)
    kept = _add(office, name, (last[0].version if last else 1) + 1, content, reason.strip(), by)
    _write(_path(office, name), content)
    office.county.forget()
    if name == "units":
        units.load(office)
    return kept


def _add(office: Office, name: str, number: int, content: str, reason: str, by: Actor | None) -> RuleVersion:
    kept = RuleVersion(
        name=name,
        version=number,
        content=content,
        reason=reason[:200],
        by_staff=by.id if by else None,
        by_name=by.name if by else "系统",
        at=office.clock.now(),
    )
    office.db.add(kept)
    office.db.flush()
    return kept


def _path(office: Office, name: str) -> Path:
    path = office.county.folder / f"{name}.yml"
    if not name.isidentifier() or not path.is_file():
        raise NotFound("没有这个文件。")
    return path


def _write(path: Path, content: str) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    shutil.copymode(path, beside)
    Path(beside).replace(path)
