"""Lodging: once, from any door, with people sealed and nobody named in the clear."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from casework.office import Bureau, NotAllowed, NotFound
from casework.people import residents
from casework.people.actors import Actor
from casework.petitions import digests, evidence, history, lodging, queries
from casework.petitions.lodging import Accused, BadPetition, Complainant, NewPetition
from casework.petitions.models import Petition
from tests.casework.conftest import RESIDENT, County, settle


def test_the_same_key_lodges_once_with_the_same_answer(bureau: Bureau) -> None:
    with bureau.office() as office:
        first = settle(office).lodge(idempotency_key="talk-7")
    with bureau.office() as office:
        second = County(office).lodge(idempotency_key="talk-7")
        assert (second.number, second.query_code) == (first.number, first.query_code)
        assert second.promises == first.promises
        assert office.db.scalar(select(func.count()).select_from(Petition)) == 1


def test_codes_are_six_digits_and_kept_as_digests(county_office: County) -> None:
    lodged = county_office.lodge()
    assert lodged.query_code.isdigit()
    assert len(lodged.query_code) == 6
    assert lodged.query_code not in lodged.petition.code_digest


def test_nothing_personal_lies_in_the_clear(county_office: County) -> None:
    county_office.lodge(
        narrative="我叫王小明，身份证11010519491231002X，电话13800138000，村会计刘大福收了我300元，我妈赵秀兰病了",
        petitioners=[
            Complainant("王小明", "138 0013 8000", "11010519491231002x", "老槐树村3组12号", "母亲", "赵秀兰")
        ],
        accused=[Accused(name="刘大福", role="村会计", said="刘大福会计")],
        other_names=["孙二狗"],
        wants="让刘大福退钱，孙二狗可以作证",
    )
    county_office.office.db.flush()
    raw = county_office.office.db.connection()
    tables = [row[0] for row in raw.execute(text("SELECT name FROM sqlite_master WHERE type='table'"))]
    dump = "".join(
        str(row)
        for table in tables
        if "fts" not in table
        for row in raw.execute(text(f'SELECT * FROM "{table}"'))
    )
    for secret in ("王小明", "13800138000", "11010519491231002X", "刘大福", "赵秀兰", "孙二狗", "12号"):
        assert secret not in dump, secret


def test_the_digest_still_reads() -> None:
    told = digests.redact(
        "村会计刘大福收了我300元，电话０１０-６２３４５６７８，卡号6222021234567890123", ["刘大福"]
    )
    assert told == "村会计刘某收了我300元，电话〔电话〕，卡号〔账号〕"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("家住老槐树村3号楼201，钱少了", "家住老槐树村〔门牌〕，钱少了"),
        ("阳光小区5栋-1203", "阳光小区〔门牌〕"),
        ("修了3栋200元", "修了〔门牌〕200元"),
        ("3号楼2026年补的", "〔门牌〕2026年补的"),
        ("住紫藤巷七十三号四零二", "住紫藤巷〔门牌〕"),
        ("住紫藤巷73号402的", "住紫藤巷〔门牌〕的"),
        ("建设路12号的店收了200元", "建设路〔门牌〕的店收了200元"),
        ("十一月三号说的，少了五百", "十一月三号说的，少了五百"),
    ],
)
def test_the_number_after_the_building_is_out_of_the_digest_and_sums_stay(said: str, kept: str) -> None:
    assert digests.redact(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫欧阳葳蕤，低保没到账", "我叫欧某，低保没到账"),
        ("姓名：王小明 住高坎村", "姓名：王某 住高坎村"),
        ("我的名字叫李大山。", "我的名字叫李某。"),
        ("我叫人去问过了也没有用", "我叫人去问过了也没有用"),
    ],
)
def test_who_says_their_own_name_is_not_in_the_digest(said: str, kept: str) -> None:
    """Even where nobody recognised the name, or half of it."""
    assert digests.redact(said, ["欧阳"]) == kept


def test_an_operator_lodges_for_a_caller(county_office: County) -> None:
    petition = county_office.lodge(by=county_office["desk"], channel="phone", contact=None).petition
    assert petition.typed_by == county_office["desk"].id
    assert petition.on_behalf
    assert history.of(county_office.office, petition)[0].actor_name == "李坐席"


def test_only_some_roles_lodge(county_office: County) -> None:
    with pytest.raises(NotAllowed):
        county_office.lodge(by=county_office["editor"])


class TestPeople:
    def test_anonymous_leaves_no_name(self, county_office: County) -> None:
        petition = county_office.lodge(identity="anonymous").petition
        assert petition.petitioners == []
        assert petition.resident_id is None

    @pytest.mark.parametrize(
        ("what", "said"),
        [
            ({"petitioners": []}, "留下姓名"),
            ({"petitioners": [Complainant("王小明")], "contact": None}, "电话"),
            ({"petitioners": [Complainant("王小明", "12345")]}, "电话号码好像不对"),
            ({"petitioners": [Complainant("王小明", "13800138000", "110105194912310021")]}, "身份证号对不上"),
            ({"petitioners": [Complainant(f"人{n}", "13800138000") for n in range(6)]}, "推选"),
            (
                {
                    "petitioners": [
                        Complainant(f"人{n}", "13800138000", representative=True) for n in range(6)
                    ]
                },
                "最多 5 人",
            ),
            ({"narrative": " "}, "发生了什么"),
            ({"category": "weather"}, "诉求类别"),
        ],
    )
    def test_what_cannot_be_lodged_is_asked_for(self, county_office: County, what: dict, said: str) -> None:
        with pytest.raises(BadPetition, match=said):
            county_office.lodge(**what)

    def test_a_unit_that_does_not_exist(self, county_office: County) -> None:
        with pytest.raises(NotFound):
            county_office.lodge(place_unit_code="QH-999")

    def test_many_with_their_representatives(self, county_office: County) -> None:
        people = [Complainant(f"人{n}", "13800138000", representative=n < 5) for n in range(8)]
        petition = county_office.lodge(petitioners=people, headcount=30).petition
        assert petition.headcount == 30
        assert sum(one.representative for one in petition.petitioners) == 5

    def test_one_who_speaks_for_many_is_their_representative(self, county_office: County) -> None:
        petition = county_office.lodge(headcount=30).petition
        assert petition.petitioners[0].representative

    def test_a_claim_to_be_somebody_overwrites_nothing(self, county_office: County) -> None:
        office = county_office.office
        known = residents.enter(office, residents.Person("王小明", "13800138000", "", "老槐树村"))
        county_office.lodge(petitioners=[Complainant("王小明", "13800138000", "", "别处")])
        assert residents.open_identity(office, known).address == "老槐树村"
        assert residents.for_contact(office, "telegram", "42") is None, "claimed is not proven"


class TestEvidence:
    def test_it_moves_from_the_talk_to_the_petition(self, county_office: County) -> None:
        office = county_office.office
        file = evidence.keep(office, b"\xff\xd8\xff-photo", "a.jpg", conversation_id=7)
        assert evidence.keep(office, b"\xff\xd8\xff-photo", "b.jpg", conversation_id=7).id == file.id
        petition = county_office.lodge(evidence=[file.id], conversation_id=7).petition
        assert evidence.read(office, petition, file.id) == ("a.jpg", "image/jpeg", b"\xff\xd8\xff-photo")
        assert b"photo" not in file.blob_sealed

    def test_another_talks_file_is_not_taken(self, county_office: County) -> None:
        file = evidence.keep(county_office.office, b"\xff\xd8\xff", "a.jpg", conversation_id=7)
        with pytest.raises(NotFound):
            county_office.lodge(evidence=[file.id], conversation_id=8)

    @pytest.mark.parametrize(
        ("data", "name"), [(b"", "a.jpg"), (b"MZ", "a.exe"), (b"x" * (evidence.LARGEST + 1), "a.jpg")]
    )
    def test_what_is_not_taken(self, county_office: County, data: bytes, name: str) -> None:
        with pytest.raises(evidence.BadEvidence):
            evidence.keep(county_office.office, data, name)


@pytest.mark.postgres
def test_two_doors_at_once_lodge_once(pg_bureau: Bureau) -> None:
    """The same key from two processes: the second waits for the first and gives its answer."""

    with pg_bureau.office() as office:
        settle(office)
    new = NewPetition(
        category="delayed",
        narrative="拖了半年",
        petitioners=[Complainant("王小明", "13800138000")],
        idempotency_key="k",
    )

    def once(_: int) -> tuple[str, str]:
        with pg_bureau.office() as office:
            lodged = lodging.lodge(office, new, RESIDENT)
            return lodged.number, lodged.query_code

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(once, range(4)))) == 1
    with pg_bureau.reading() as office:
        assert len(queries.worklist(office, Actor.system("test"), "all").rows) == 1


@pytest.mark.postgres
def test_numbers_from_many_doors_are_all_different(pg_bureau: Bureau) -> None:

    with pg_bureau.office() as office:
        settle(office)

    def one(_: int) -> str:
        with pg_bureau.office() as office:
            return County(office).lodge().number

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(20)))) == 20
