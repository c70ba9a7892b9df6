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
        assert any("第62条第2款" in basis for basis in listing.basis)


def test_unknown_programme(catalogue: Catalogue) -> None:
    assert catalogue.listing("weather") is None


def test_page_to_print(catalogue: Catalogue, county: County) -> None:
    listing = catalogue.listing("dibao", ["agent"])
    page = catalogue.html(listing, Figures(county), date(2026, 11, 20))
    assert "青禾县" in page
    assert page.count('class="box"') == len(listing.bring)
    assert "0990-5512349" in page
