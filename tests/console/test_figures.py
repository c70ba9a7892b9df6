"""The supervisor's figures: what stands on the page is what the lists behind hold."""

import html
import json
import re
from collections import Counter
from collections.abc import Callable

from casework.calls import calls
from casework.calls.calls import Reported
from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions import figures, queries, workflow
from casework.petitions.lodging import Complainant
from console import figuring
from store.clock import FixedClock
from tests.console.conftest import Browser


def figure(page: str, label: str) -> str:
    found = re.search(rf'<span class="name">{label}</span><span class="figure[^"]*">([^<]+)<', page)
    assert found
    return found[1]


def test_each_figure_opens_the_petitions_that_it_counts(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    numbers = {lodge(), lodge(narrative="村里没有公示名单", category="not_public")}
    browser = as_("supervisor")
    page = browser.get("/supervision").text
    assert figure(page, "收到") == "2"
    behind = browser.get("/supervision/cases?figure=received").text
    assert all(number in behind for number in numbers)
    by_category = browser.get("/supervision/cases?figure=received&by=category&key=not_public").text
    assert sum(number in by_category for number in numbers) == 1


def test_the_denominator_of_a_share_is_another_list(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    number = lodge()
    browser = as_("supervisor")
    assert number not in browser.get("/supervision/cases?figure=repeat_share").text
    assert number in browser.get("/supervision/cases?figure=repeat_share&of=denominator").text


def test_a_unit_sees_only_its_branch(as_: Callable[..., Browser], lodge: Callable[..., str]) -> None:
    number = lodge()
    assert number not in as_("unit_head").get("/supervision/cases?figure=received").text
    assert figure(as_("unit_head").get("/supervision").text, "收到") == "0"


def test_ageing_and_hot_spots_open_their_cases(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    numbers = [
        lodge(
            narrative=f"{name}的低保没有到账",
            petitioners=[Complainant(name, phone)],
        )
        for name, phone in (("王甲", "13800138001"), ("李乙", "13800138002"), ("赵丙", "13800138003"))
    ]
    browser = as_("supervisor")
    page = browser.get("/supervision").text
    assert "3 人 3 件" in page
    link = re.search(r"cases\?([^\"]*spot=[^\"]*)\"", page)
    assert link
    spot = browser.get(f"/supervision/cases?{link[1].replace('&amp;', '&')}").text
    aged = browser.get("/supervision/cases?age=week").text
    assert all(number in spot and number in aged for number in numbers)


def opened(page: str) -> list[tuple[str, str]]:
    """(address, number printed on it) of every link of a page that opens petitions behind a count."""
    links = re.findall(r'href="/desk(/supervision/cases\?[^"]+)"[^>]*>([^<]*)<', page)
    return [(link.replace("&amp;", "&"), text) for link, text in links]


def test_every_count_on_the_dashboard_opens_as_many_petitions(
    as_: Callable[..., Browser], bureau: Bureau, people: dict[str, Actor], lodge: Callable[..., str]
) -> None:
    """In tiles, in the trend's table, in hot spots, in the table of units: through filters, and after a month has passed."""
    clock = bureau.clock
    assert isinstance(clock, FixedClock)
    for at in range(3):
        lodge(narrative=f"第{at}件没到账", petitioners=[Complainant(f"王{at}", f"1380013800{at}")])
    clock.move(days=20)
    lodge(category="not_public", narrative="没有公示", place_unit_code="QH-101-01", place_text="")
    lodge(petitioners=[Complainant("李乙", "13800138009")], narrative="十二月的低保没到账")
    with bureau.office() as office:
        petition = queries.get(office, lodge(category="attitude", narrative="态度差"), people["operator"])
        workflow.move(office, petition, "withdraw", people["operator"], reason="不办了")
    browser = as_("supervisor")
    seen = Counter()
    for address in (
        "/supervision?period=year&by=unit",
        "/supervision?by=category&township=QH-102",
        "/supervision?first=2026-11-20&last=2026-12-10&by=month",
    ):
        for link, text in opened(browser.get(address).text):
            count = re.fullmatch(r"(?:超期 |.+至.+ )?(\d+)(?: 件)?", text)
            if count:
                title = re.search(r"<h1>([^<]+)　(\d+) 件</h1>", browser.get(link).text)
                assert title
                assert title[2] == count[1], (link, text, title[1])
                seen[title[1]] += 1
    spots = {"老槐树村委会的“未发、迟发、少发”", "信访室承办的“未发、迟发、少发”"}
    assert {"收到", "未办结", "已超期", "办结", "及时受理率（分母）"} | spots <= set(seen), seen


def test_a_point_of_the_trend_opens_what_its_table_opens(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    """The chart's own data, by which a click goes, against the table behind it."""
    lodge()
    page = as_("supervisor").get("/supervision").text
    chart = re.search(r"data-chart='([^']+)' data-opens=\"/desk(/supervision/cases\?)\"", page)
    assert chart
    data = json.loads(html.unescape(chart[1]))
    points = [chart[2] + to for one in data["bars"] + data["lines"] for to in one["opens"]]
    table = page.partition("看数字")[2].partition("</table>")[0]
    assert {link for link, _ in opened(table)} <= set(points)
    assert len(points) == 4
    assert "收到　1 件" in as_("supervisor").get(points[0]).text


def test_hot_spots_follow_the_filters_and_name_the_unit(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    for at in range(3):
        lodge(narrative=f"第{at}件没到账", petitioners=[Complainant(f"王{at}", f"1380013800{at}")])
    browser = as_("supervisor")
    page = browser.get("/supervision").text
    assert len(set(re.findall(r"spot=(place|unit)%3A", page))) == 2
    assert "spot=" not in browser.get("/supervision?township=QH-101").text
    assert browser.get("/supervision/cases?spot=place:nowhere:attitude").status_code == 409


def test_hot_spots_of_units_follow_once_the_page_of_a_long_period_is_shown(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    for at in range(3):
        lodge(narrative=f"第{at}件没到账", petitioners=[Complainant(f"王{at}", f"1380013800{at}")])
    browser = as_("supervisor")
    page = browser.get("/supervision?period=year").text
    assert "spot=place" in page
    assert "spot=unit" not in page
    (later,) = re.findall(r'hx-get="/desk(/supervision/spots[^"]+)" hx-trigger="load"', page)
    found = browser.get(later.replace("&amp;", "&")).text
    (link,) = [link for link, text in opened(found) if "spot=unit" in link and "承办" in text]
    assert "period=year" in link
    assert "　3 件</h1>" in browser.get(link).text
    assert "明显增多" in browser.get("/supervision/spots?period=last_year").text


def test_the_wall_says_what_each_figure_is_and_how_it_moved(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    lodge()
    page = as_("supervisor").get("/supervision/wall").text
    known = {one.name: one for one in figures.definitions()}
    for name in figuring.HEADLINES:
        assert known[name].text in page
        assert f"依据：{known[name].basis}" in page
        assert f"figure={name}" in page
    assert "不限时间段 0 件" in page
    assert page.count("<dt>环比</dt>") == page.count("<dt>同比</dt>") == len(figuring.HEADLINES)


def test_the_board_opens_what_is_overdue_of_whatever_month(
    as_: Callable[..., Browser], lodge: Callable[..., str], clock: FixedClock
) -> None:
    number, browser = lodge(), as_("supervisor")
    clock.move(days=120)
    browser = as_("supervisor")
    page = browser.get("/supervision").text
    assert figure(page, "已超期") == "0", "this month's"
    (link,) = re.findall(r'cases\?([^"]*figure=overdue_now[^"]*)"[^>]*>1 件<', page)
    assert number in browser.get(f"/supervision/cases?{html.unescape(link)}").text


def test_bad_addresses_are_answered_with_a_sentence(as_: Callable[..., Browser]) -> None:
    browser = as_("supervisor")
    for wrong in ("?period=nonsense", "?by=nonsense", "?period=9999", "?first=0001-02-02&last=0001-02-03"):
        assert browser.get(f"/supervision{wrong}").status_code == 409
    assert browser.get("/supervision?by=total").status_code == 200
    assert browser.get("/supervision/cases?figure=nonsense").status_code == 404
    assert browser.get("/supervision/cases?age=nonsense").status_code == 409


def test_the_share_of_answered_calls_opens_its_calls(
    as_: Callable[..., Browser], bureau: Bureau, people: dict[str, Actor]
) -> None:
    with bureau.office() as office:
        answered = calls.begin(office, people["operator"], "13800138000").id
        missed = calls.report(office, Reported("m", "missed", "13800138001")).id
    browser = as_("supervisor")
    page = browser.get("/supervision").text
    assert figure(page, "来电接通率") == "50.00%"
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'href="/desk(/supervision/calls[^"]+)"', page)
    ]
    shown = [re.findall(r'href="/desk/calls/(\d+)"', browser.get(link).text) for link in links]
    assert [{int(id) for id in ids} for ids in shown] == [
        {answered, missed},
        {answered},
        {answered, missed},
        {missed},
    ]
    assert browser.get("/supervision/calls?of=nonsense").status_code == 409


def test_each_column_shows_its_definition_and_its_total_opens_the_petitions(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    lodge()
    page = as_("supervisor").get("/supervision").text
    known = {one.name: one for one in figures.definitions()}
    assert all(known[name].text in page for name in figuring.COLUMNS)
    total = page.partition('<tr class="total">')[2].partition("</tr>")[0]
    assert "figure=received" in total
    assert "figure=open" in total


def test_each_unit_shows_its_rates_and_how_they_moved(
    as_: Callable[..., Browser], lodge: Callable[..., str], clock: FixedClock
) -> None:
    lodge()
    lodge(narrative="村里没有公示名单", category="not_public")
    clock.move(days=31)
    lodge(narrative="低保停了没说为什么", category="attitude")
    page = as_("supervisor").get("/supervision?period=this_month&by=unit").text
    table = page.partition("<section><h2>承办单位</h2>")[2].partition("</section>")[0]
    head, _, moved = table.partition("环比、同比</summary>")
    for label in ("及时受理率", "一次性化解率", "参评率"):
        assert f">{label}</th>" in head
    total = moved.partition('<tr class="total">')[2].partition("</tr>")[0]
    assert "-50.0%" in total
    assert moved.count("<tr") == head.count("<tr")
