"""Notices: what stands in them, to whom they go, how they are numbered and kept."""

import io

import pytest
from docx import Document

from casework.office import NotAllowed, NotFound
from casework.petitions import callbacks, history, notices
from casework.petitions.lodging import Accused, Complainant
from casework.petitions.notices import kinds, rendering
from casework.petitions.notices.models import Notice
from casework.petitions.shield import Shielded


def text(county, notice, by="desk"):
    _, data = notices.take_out(county.office, notice.id, county[by])
    return notices.read_back(data)


def issue(county, petition, kind, by="desk", **what):
    return notices.issue(county.office, petition, kind, county[by], **what)


def test_acceptance_says_who_what_when_and_by_which_rule(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "accepted")
    notice = issue(county, petition, "acceptance")
    said = text(county, notice)
    assert notice.number == "青民信受〔2026〕1号"
    for part in (
        "信访事项受理告知书",
        notice.number,
        "王小明：",
        petition.number,
        "信访工作条例第二十三条",
        "2027年1月19日",
        "青禾县民政局",
        "2026年11月20日",
    ):
        assert part in said
    assert "{" not in said
    assert "自然日）。" in said
    assert "已经受理" in notices.plain(county.office, notice)


def test_numbers_run_by_year_and_kind_and_asking_again_gives_the_same(county_office):
    county = county_office
    first = county.to(county.lodge().petition, "accepted")
    other = county.to(county.lodge(petitioners=[Complainant("李四", "13800138001")]).petition, "accepted")
    one = issue(county, first, "acceptance")
    assert issue(county, first, "acceptance") is one
    assert issue(county, other, "acceptance").serial == 2
    county.office.clock.set(county.office.clock.now().replace(year=2027, month=1, day=4))
    later = county.to(county.lodge(petitioners=[Complainant("孙七", "13800138003")]).petition, "accepted")
    assert issue(county, later, "acceptance").number == "青民信受〔2027〕1号"


def test_it_is_on_record_and_kept_under_seal(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "accepted")
    notice = issue(county, petition, "acceptance")
    assert history.of(county.office, petition)[-1].changes["notice"] == [None, notice.number]
    stored = county.office.db.get_one(Notice, notice.id)
    county.office.db.refresh(stored, ["file_sealed"])
    assert stored.file_sealed[:2] != b"PK"
    assert list(history.verify(county.office)) == []


def test_refusal_gives_reason_and_the_right_way(county_office):
    county = county_office
    petition = county.lodge().petition
    county.move(petition, "not_accept", "leader", reason="属于医疗保险事项", way="请向县医保局反映")
    said = text(county, issue(county, petition, "rejection"))
    assert "属于医疗保险事项" in said
    assert "请向县医保局反映" in said


def test_supplement_names_what_is_needed(county_office):
    county = county_office
    petition = county.lodge().petition
    with pytest.raises(notices.NotYet):
        issue(county, petition, "supplement", text="银行流水")
    county.move(petition, "ask_more", "desk", text="银行流水")
    said = text(county, issue(county, petition, "supplement", text="一、银行流水\n二、身份证复印件"))
    assert "一、银行流水\n二、身份证复印件" in said


def test_an_opinion_holds_what_article_32_asks_for(county_office):
    county = county_office
    petition = county.to(county.lodge(wants="补发上个月的低保").petition, "investigating")
    county.move(
        petition,
        "draft",
        "worker",
        outcome="supported",
        text="已补发到您的卡上。",
        findings="经查，银行卡号变更未及时登记。\n责任在经办人。",
        basis="最低生活保障审核确认办法第二十一条",
    )
    with pytest.raises(notices.NotYet):
        issue(county, petition, "opinion", "head")
    county.move(petition, "approve", "head")
    said = text(county, issue(county, petition, "opinion", "head"), "head")
    order = [
        said.index(part)
        for part in (
            "一、投诉请求",
            "补发上个月的低保",
            "二、查明的事实和理由",
            "责任在经办人。",
            "三、处理意见",
            "支持请求",
            "四、法律依据",
            "最低生活保障审核确认办法第二十一条",
            "五、救济途径",
            "30日内向云川市民政局请求复查",
        )
    ]
    assert order == sorted(order)


def test_assignment_goes_to_the_unit_with_date_and_duty(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "assigned")
    notice = issue(county, petition, "assignment")
    said = text(county, notice)
    assert notice.to_unit == "QH-MZ-JZ"
    assert "社会救助股：" in said
    assert "13800138000" in said
    assert "5个工作日" in said


def test_who_asked_for_their_name_to_be_kept_is_not_named_to_the_unit(county_office):
    county = county_office
    petition = county.to(
        county.lodge(identity="confidential", narrative="我是王小明，低保没到账，电话13800138000").petition,
        "assigned",
    )
    said = text(county, issue(county, petition, "assignment"))
    assert "王小明" not in said
    assert "13800138000" not in said
    assert "要求保密" in said


def test_no_notice_reaches_whom_the_petition_accuses(county_office):
    county = county_office
    petition = county.lodge(
        category="attitude", accused=[Accused(role="民政助理", unit_code="QH-102-MZ")]
    ).petition
    county.to(petition, "assigned")
    petition.handler_unit = "QH-102-MZ"
    with pytest.raises(Shielded):
        issue(county, petition, "assignment")
    with pytest.raises((NotAllowed, NotFound)):
        issue(county, petition, "acceptance", "town")


def test_a_sealed_petition_gets_a_lead_form_and_no_assignment(county_office):
    county = county_office
    petition = county.lodge(
        category="bribery", accused=[Accused(name="马有田", role="村支书", unit_code="QH-102-02")]
    ).petition
    with pytest.raises((NotAllowed, NotFound)):
        issue(county, petition, "lead", "leader")
    notice = issue(county, petition, "lead", "inspector")
    said = text(county, notice, "inspector")
    assert "马有田、村支书、老槐树村委会" in said
    assert "派驻县民政局纪检监察组：" in said
    with pytest.raises(NotFound):
        notices.take_out(county.office, notice.id, county["desk"])


def test_only_those_who_may_see_a_confidential_name_open_its_notices(county_office):
    county = county_office
    petition = county.to(county.lodge(identity="confidential").petition, "investigating")
    notice = issue(county, petition, "acceptance")
    with pytest.raises(NotAllowed):
        notices.take_out(county.office, notice.id, county["worker"])


def test_extension_and_call_back(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "investigating")
    county.move(petition, "ask_extension", "worker", days=20, reason="要向银行核对流水")
    county.move(petition, "approve_extension", "head")
    said = text(county, issue(county, petition, "extension", "head"), "head")
    assert "延长20日" in said
    assert "要向银行核对流水" in said
    for step in ("drafted", "approved", "answered", "closed"):
        county._step(petition, step)
    callbacks.record(
        county.office, petition, county["desk"], reached=True, settled=True, satisfaction=3, words="钱到了"
    )
    said = text(county, issue(county, petition, "call_back"))
    assert "已解决" in said
    assert "满意" in said
    assert "钱到了" in said


def test_what_a_person_wrote_cannot_break_the_form(county_office):
    county = county_office
    petition = county.lodge(narrative="我<b>急</b> & {{ issuer }} {% raw %}").petition
    county.to(petition, "assigned")
    assert "我<b>急</b> & {{ issuer }} {% raw %}" in text(county, issue(county, petition, "assignment"))


def test_an_office_may_use_its_own_form(county_office, tmp_path, monkeypatch):
    county = county_office
    own = tmp_path / "notices"
    own.mkdir()
    (own / "acceptance.docx").write_bytes((rendering.TEMPLATES / "rejection.docx").read_bytes())
    monkeypatch.setattr(county.office.county, "folder", tmp_path)
    assert rendering.template(county.office, "acceptance").parent == own
    assert rendering.template(county.office, "lead").parent == rendering.TEMPLATES


@pytest.mark.slow
def test_templates_are_those_that_the_script_makes(tmp_path):
    from casework.petitions.notices import making

    made = making.make(tmp_path)
    assert {path.stem for path in made} == set(kinds.KINDS)
    for path in made:
        committed = rendering.TEMPLATES / path.name
        assert rendering.read_back(committed.read_bytes()) == rendering.read_back(path.read_bytes())


def test_what_can_be_issued_now_is_offered(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "assigned")
    offered = [kind.name for kind in notices.available(county.office, petition, county["desk"])]
    assert offered == ["acceptance", "assignment"]


def test_a_date_to_report_by_makes_the_difference_between_passing_on_and_charging(county_office):
    county = county_office
    passed = county.to(county.lodge().petition, "assigned")
    charged = county.lodge(petitioners=[Complainant("李四", "13800138001")]).petition
    county.move(charged, "accept", "desk")
    county.move(charged, "assign", "desk", unit="QH-MZ-JZ", due="2026-12-01")
    said = text(county, issue(county, passed, "assignment"))
    assert "信访事项转送函" in said
    assert "转送你单位" in said
    said = text(county, issue(county, charged, "assignment"))
    assert "信访事项交办函" in said
    assert "于2026年12月1日前办结并书面报告结果" in said


def test_a_letter_has_red_head_number_seal_place_and_a_slip_to_sign(county_office):
    """GB/T 9704-2012 section 10.1; the slip proves that the letter arrived."""
    county = county_office
    petition = county.to(county.lodge().petition, "accepted")
    _, data = notices.take_out(county.office, issue(county, petition, "acceptance").id, county["desk"])
    document = Document(io.BytesIO(data))
    head = document.paragraphs[0]
    assert (head.text, str(head.runs[0].font.color.rgb)) == ("青禾县民政局", "C00000")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm), round(section.right_margin.mm)) == (
        210, 28, 26,
    )  # fmt: skip
    lines = notices.rendering.paragraphs(data)
    assert lines.index("2026年11月20日") < lines.index("（联系方式：信访室 0990-5512349）")
    assert "受送达人：王小明" in lines
    assert "自2026年11月20日受理起60日，2027年1月19日到期" in "".join(lines)
