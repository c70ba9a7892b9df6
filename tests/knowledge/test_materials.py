"""一次性告知: everything at once, nothing that can be looked up."""

import re
from datetime import date

import pytest

from knowledge.corpus import Corpus
from knowledge.figures import Figures
from knowledge.materials import Catalogue
from store.county import County


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(Corpus.load())


def test_situation_adds_its_papers(catalogue: Catalogue) -> None:
    plain = {paper.what for paper in catalogue.listing("dibao").bring}
    disabled = {paper.what for paper in catalogue.listing("dibao", ["disabled"]).bring}
    assert disabled - plain == {"残疾人证"}


def test_other_programmes_have_their_own(catalogue: Catalogue) -> None:
    tekun = catalogue.listing("tekun")
    assert any("书面声明" in paper.what for paper in tekun.bring)
    assert "《特困人员认定办法》" in tekun.text_for_chat()


LOOKED_UP = re.compile(
    "户籍证明|流水|纳税|社保|养老金|失业|房产|房本|无房|存款|理财|保单|余额|营业执照|公司|行驶证|车辆|公积金|单位.{0,3}证明"
)
"""What 社会救助法 art. 41 lets the office look up, and art. 62 therefore forbids to ask for."""


def test_nothing_asked_that_the_office_looks_up(catalogue: Catalogue) -> None:
    for program, _ in catalogue.programs:
        listing = catalogue.listing(program, [key for key, _ in catalogue.listing(program).could_apply])
        for paper in listing.bring:
            demanded = re.sub("（[^）]*不用[^）]*）", "", paper.what)
            assert not LOOKED_UP.search(demanded), paper.what
        assert all(LOOKED_UP.search(one.what) for one in listing.not_needed)
        assert any("第62条第2款" in basis for basis in listing.basis) == bool(listing.not_needed)


def test_a_list_rests_on_its_own_programmes_clauses_cited_with_number_and_date(catalogue: Catalogue) -> None:
    rigid = catalogue.listing("rigid_expenditure", ["ill", "student", "agent"]).text_for_chat()
    assert "《刚性支出困难家庭认定办法》" in rigid
    assert "2025年1月1日起施行" in rigid
    assert "最低生活保障审核确认办法" not in rigid
    assert "（民发〔2021〕57号）" in catalogue.listing("dibao").text_for_chat()
    assert "据转述" in catalogue.listing("disability_allowance").text_for_chat()


def test_a_bank_card_is_asked_for_only_where_money_is_paid(catalogue: Catalogue) -> None:
    with_card = {key for key, _ in catalogue.programs if "银行卡" in catalogue.listing(key).text_for_chat()}
    assert with_card == {"dibao", "dibao_single", "disability_allowance", "unsupported_child", "orphan"}


def test_the_window_is_said_to_be_obliged_only_where_a_clause_obliges_it(catalogue: Catalogue) -> None:
    assert "窗口应当一次" in catalogue.listing("dibao").text_for_chat()
    assert "第12条" in catalogue.listing("tekun").text_for_chat()
    assert "请窗口一次" in catalogue.listing("temporary").text_for_chat()


def test_unknown_programme(catalogue: Catalogue) -> None:
    assert catalogue.listing("weather") is None


def test_page_to_print(catalogue: Catalogue, county: County) -> None:
    listing = catalogue.listing("dibao", ["agent"])
    page = catalogue.html(listing, Figures(county), date(2026, 11, 20))
    assert "青禾县" in page
    assert page.count('class="box"') == len(listing.bring)
    assert "0990-5512349" in page
    assert "8:30" not in page, "接待时间是县民政局的，不是乡镇窗口的"


@pytest.mark.parametrize("program", ["dibao", "dibao_single", "dibao_marginal"])
def test_the_window_of_the_register_rests_on_the_clause_that_names_it(
    catalogue: Catalogue, program: str
) -> None:
    listing = catalogue.listing(program)
    assert "户籍所在地" in listing.where
    assert any("《社会救助法》" in basis and "第37条第1款" in basis for basis in listing.basis)
