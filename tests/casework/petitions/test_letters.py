"""What petitioners are told: plain words, what happens next, by when, and how to contest it."""

import re

import pytest

from casework import outbox
from casework.people import residents
from casework.petitions import letters
from casework.petitions.lodging import Accused
from tests.casework.conftest import County

OFFICIALESE = (
    "贵方",
    "兹",
    "予以",
    "依照",
    "该信访事项",
    "经研究",
    "特此",
    "函",
    "职权范围",
    "逾期",
    "告知书",
)
LONGEST_SENTENCE = 50


@pytest.mark.parametrize("name", [name for name, text in letters.texts().items() if text])
def test_short_sentences_without_officialese(name: str) -> None:
    text = letters.texts()[name]
    assert [word for word in OFFICIALESE if word in text] == []
    for sentence in re.split(r"[。\n]", re.sub(r"{\w+}", "某某某某", text)):
        assert len(sentence) <= LONGEST_SENTENCE, sentence


def test_every_blank_is_known(county_office: County) -> None:
    petition = county_office.lodge().petition
    known = set(letters._blanks(county_office.office, petition)) | {"again", "contest"}
    for name, text in letters.texts().items():
        assert set(re.findall(r"{(\w+)}", text)) <= known, name


def test_a_line_without_its_content_is_left_out(county_office: County) -> None:
    petition = county_office.lodge().petition
    text = letters.compose(county_office.office, petition, "not_accept", reason="属于医保")
    assert "属于医保" in text
    assert "您可以这样办" not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("category", "matter_class", "said"),
    [
        ("payment_missing", None, "30 天内，可以向上一级机关申请复查"),
        ("wrongly_stopped", None, "60 天内申请行政复议"),
        ("wrongly_covered", None, "12388"),
        ("other", "suggestion", "还有别的想法"),
    ],
)
def test_each_answer_says_how_to_contest_it(
    county_office: County, category: str, matter_class: str | None, said: str
) -> None:
    petition = county_office.lodge(category=category, matter_class=matter_class).petition
    county_office.to(petition, "approved")
    assert said in county_office.deliver()[-1]


def test_a_sealed_petition_names_no_unit_and_promises_silence(county_office: County) -> None:
    petition = county_office.lodge(category="bribery", accused=[Accused(role="村支书")]).petition
    county_office.move(petition, "accept", "inspector")
    (text,) = county_office.deliver()
    assert "不会告诉被反映的人和单位" in text
    assert "纪检" not in text
    assert "柳溪" not in text


def test_who_can_only_be_called_is_called_for_what_matters(county_office: County) -> None:
    petition = county_office.lodge(contact=None, channel="phone").petition
    county_office.to(petition, "approved")
    (call,) = county_office.deliver()
    assert "有答复了" in call


def test_calls_about_sealed_petitions_are_on_nobodys_list(county_office: County) -> None:
    petition = county_office.lodge(category="bribery", contact=None, channel="phone").petition
    county_office.move(petition, "ask_more", "inspector", text="哪一年")
    assert county_office.deliver() == []


def test_a_blocked_address_is_not_written_to(county_office: County) -> None:
    petition = county_office.lodge().petition
    residents.block(county_office.office, "telegram", "42")
    county_office.move(petition, "accept", "desk")
    assert county_office.deliver() == []
    residents.unblock(county_office.office, "telegram", "42")
    county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")
    assert len(county_office.deliver()) == 1


def test_the_answer_carries_buttons_for_a_rating(county_office: County) -> None:

    petition = county_office.to(county_office.lodge().petition, "drafted")
    county_office.deliver()
    county_office.move(petition, "approve", "head")
    (letter,) = outbox.claim(county_office.office)
    assert [button["payload"] for button in letter.buttons] == [
        f"rate:{petition.number}:{mark}" for mark in (3, 2, 1)
    ]


def test_the_closing_letter_asks_whoever_has_not_rated_yet(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "answered")
    county_office.deliver()
    county_office.move(petition, "close", "desk")
    (letter,) = outbox.claim(county_office.office)
    assert len(letter.buttons) == 3
    assert "点一下告诉我们" in county_office.office.vault.open(letter.text_sealed)


def test_the_answer_names_the_last_day_for_review(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "drafted")
    county_office.deliver()
    county_office.move(petition, "approve", "head")
    (letter,) = outbox.claim(county_office.office)
    assert re.search(r"最迟 \d{4}年\d+月\d+日", county_office.office.vault.open(letter.text_sealed))
