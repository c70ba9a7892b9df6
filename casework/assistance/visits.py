"""The county's own home visit, where 57号 art. 20(2) demands one before it is approved."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, select

from casework.assistance import history, rights
from casework.assistance.models import Application, Relative
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import identity, units
from casework.people.actors import Actor
from casework.petitions import queries as petitions
from casework.petitions.models import Accused, Petition
from store.clock import local_date

VISITED = ("dibao", "marginal")
"""The procedures that demand it; households on the margin of dibao are examined as for dibao."""
UNSAID = "县民政局入户调查以后才能确认（民发〔2021〕57号第二十条）。"
COMPLAINTS = ("wrongly_covered", "favoritism", "embezzlement", "bribery")


class BadVisit(CaseworkError):
    """The visit cannot be recorded so."""

    code = "bad_visit"


def owed(office: Office, application: Application) -> str:
    """Why the county must visit this household before it approves, or nothing.

    It must where the applicant is, or is by now, registered as a near relative of staff or cadres, or where a
    complaint came in during the examination (民发〔2021〕57号 art. 20(2)).
    """
    return demanded(application, _in_register(office, application.id_index))


def demanded(application: Application, registered: bool) -> str:
    """As `owed`, where it is known already whether the applicant is in the register."""
    if application.visited_by_county_on is not None or application.procedure not in VISITED:
        return ""
    if application.relative_of or registered:
        return "申请人在近亲属备案里，县民政局应当先入户调查（民发〔2021〕57号第二十条）。"
    if application.complained_of:
        return "审核期间有投诉举报，县民政局应当先入户调查（民发〔2021〕57号第二十条）。"
    return ""


def record(office: Office, application: Application, by: Actor, found: str) -> None:
    """Put the county's visit on record, with what was found.

    Raises:
        BadVisit: nothing is written of what was found, or the visitor does not work for the county.
        NotAllowed.
    """
    rights.require(by, "visit")
    if not rights.reaches(office, by, application):
        raise NotAllowed("这一件不归您的单位办理。")
    if by.is_staff and not _of_county(office, by):
        raise BadVisit("这次入户应由县民政局进行，乡镇的入户调查不能代替（民发〔2021〕57号第二十条）。")
    if len(found.strip()) < 2:
        raise BadVisit("请写明入户看到的情况。")
    application.visited_by_county_on = local_date(office.clock.now())
    history.record(office, application, "visited", by, application.step, found)


def complaint(*about: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the applicant is complained of, since they applied, in a petition from the same township; `about` narrows
    which petitions count."""
    return exists(
        select(Petition.id)
        .join(Accused, Accused.petition_id == Petition.id)
        .where(
            Accused.name_index == Application.name_index,
            Accused.struck_on.is_(None),
            Petition.township == Application.township,
            Petition.lodged_on >= Application.applied_on,
            Petition.category.in_(COMPLAINTS),
            *about,
        )
        .correlate(Application)
    )


def kept_secret(office: Office, applications: Iterable[Application], by: Actor) -> set[int]:
    """The ids of those of some applications in whose complaints seal or shield keep all from this member of staff: for
    them the applications bear no trace of it (信访工作条例 art. 30)."""
    noted = [one.id for one in applications if one.complained_of]
    if not noted or not by.is_staff:
        return set()
    withheld = petitions.withheld(office, by)
    hidden = select(Application.id).where(
        Application.id.in_(noted), complaint(withheld), ~complaint(~withheld)
    )
    return set(office.db.scalars(hidden))


def why_not_yet(office: Office, application: Application, by: Actor) -> str:
    """Why this member of staff cannot approve before the county has visited, or nothing; as `owed`, without saying that
    there is a complaint to those from whom it is kept."""
    why = owed(office, application)
    return UNSAID if why and kept_secret(office, [application], by) else why


def complained(office: Office, application: Application, by: Actor) -> None:
    """Note that a complaint came in while this was being examined. Noted once; who complained is not said."""
    if application.is_open and not application.complained_of:
        application.complained_of = True
        history.record(office, application, "complained", by, application.step)


def is_registered(office: Office, id_number: str) -> bool:
    """Whether this person is in the register of near relatives."""
    return _in_register(office, office.vault.index("id", identity.id_number(id_number)))


def _in_register(office: Office, index: str) -> bool:
    return office.db.scalar(select(Relative.id).where(Relative.id_index == index).limit(1)) is not None


def _of_county(office: Office, by: Actor) -> bool:
    tree = units.tree(office)
    return tree.get(tree.body(by.unit_code)).kind in ("bureau", "county", "city", "discipline")
