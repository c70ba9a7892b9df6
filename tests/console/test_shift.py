"""A whole shift in a real browser, by keyboard alone: the operator's day, and what it hands on to others."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from casework.calls import queries as call_queries
from casework.labelling import labelling
from casework.office import Bureau
from casework.people import reveals
from casework.people.actors import Actor
from casework.petitions import queries, workflow
from tests.console.conftest import TOKEN
from tests.console.listening import Listener

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Walk = Callable[..., Page]
expect.set_options(timeout=20_000)


@pytest.fixture
def telephone(address: str) -> Callable[..., None]:
    """The telephone system, telling of a call."""

    def tell(call_id: str, event: str, phone: str, login: str | None = None) -> None:
        answer = httpx.post(
            f"{address.removesuffix('/desk')}/api/v1/calls",
            headers={"Authorization": f"Bearer {TOKEN}"},
            json={"call_id": call_id, "event": event, "phone": phone, "login": login},
        )
        assert answer.status_code == 200, answer.text

    return tell


def go(page: Page, letter: str, path: str) -> None:
    """Press g and a letter."""
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{path}")


def choose(box: Locator, field: str, value: str) -> None:
    control = box.locator(f"[name={field}]").first
    if control.get_attribute("type") == "radio":
        box.locator(f"[name={field}][value={value}]").check()
    else:
        control.select_option(value)


def move(page: Page, name: str, *typed: str, **chosen: str) -> None:
    """Make a move on the petition's page: Alt and its number, the fields one after another, Ctrl and Enter."""
    box = page.locator(f"#move-{name}")
    key = box.locator("summary").get_attribute("data-alt")
    if key is None:
        box.locator("summary").focus()
        page.keyboard.press("Enter")
    else:
        page.keyboard.press(f"Alt+{key}")
    expect(box.locator("form")).to_be_visible()
    for field, value in chosen.items():
        choose(box, field, value)
    writable = box.locator("textarea, input[type=number], input:not([type])")
    for place, text in enumerate(typed):
        writable.nth(place).focus()
        page.keyboard.type(text)
    box.locator("form button[data-main]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said, .fault").first).to_be_visible()
    assert page.locator(".fault").count() == 0, page.locator(".fault").first.inner_text()


def tie(page: Page, here: str, how: str, other: str, reason: str) -> None:
    """Bundle or merge the petition with another."""
    page.goto(here)
    page.locator("summary", has_text="并案或归集").focus()
    page.keyboard.press("Enter")
    page.locator("[name=other]").focus()
    page.keyboard.type(other)
    page.locator(f"[name=how][value={how}]").check()
    page.locator("form[action$=links] [name=reason]").focus()
    page.keyboard.type(reason)
    page.keyboard.press("Enter")
    expect(page.locator(".dossier-side")).to_contain_text(other)


def test_calls_from_the_first_ring_to_the_last_call_back(
    walk: Walk,
    address: str,
    bureau: Bureau,
    people: dict[str, Actor],
    listener: Listener,
    telephone: Callable[..., None],
) -> None:
    listener.parsed = {"entities": {"place": "青石坳村", "date": "8月", "person": "王桂兰"}}
    page = walk("operator")
    page.goto(f"{address}/petitions")
    page.wait_for_timeout(2500)
    telephone("t1", "answered", "13900001234", "operator")
    page.wait_for_url("**/desk/calls/*")
    expect(page.locator("#notes")).to_be_focused()

    page.keyboard.type("青石坳村的低保8月起没打到卡上，我叫王桂兰")
    expect(page.locator("#suggestion")).to_contain_text("投诉举报")
    expect(page.locator("#suggestion")).to_contain_text("会交给")
    expect(page.locator("#suggestion")).to_contain_text("还要问")
    page.keyboard.press("F2")
    expect(page.locator("#category")).to_have_value("payment_missing")
    page.locator("#category").focus()
    page.locator("#category").select_option("delayed")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("登记好了")
    number = page.locator(".figure").first.inner_text()
    with bureau.reading() as office:
        (kept,) = labelling.waiting(office, "new", source="corrected")
        assert kept.category_before == "payment_missing"
        assert "王桂兰" not in kept.text

    listener.parsed = {"intent": "ask_standard", "category": ""}
    page.keyboard.press("n")
    page.wait_for_url("**/desk/calls#phone")
    telephone("t2", "answered", "13900001234", "operator")
    page.wait_for_url("**/desk/calls/*", timeout=10_000)
    expect(page.locator(".call-side")).to_contain_text(number)
    page.keyboard.type("问低保一个月多少钱")
    expect(page.locator("#suggestion")).to_contain_text("问标准金额")
    page.keyboard.press("F8")
    page.wait_for_url("**/desk/calls")
    expect(page.locator(".said")).to_contain_text("当场答复")

    telephone("t3", "ringing", "13700001111")
    telephone("t3", "missed", "13700001111")
    go(page, "c", "/desk/calls")
    expect(page.locator("[data-live=missed]")).to_have_text("1")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/calls/*")
    page.keyboard.type("回电说事情已经解决")
    page.keyboard.press("F8")
    page.wait_for_url("**/desk/calls")
    with bureau.reading() as office:
        assert call_queries.count_owed(office) == 0


def test_the_next_call_opens_after_the_last_was_lodged_and_waits_while_somebody_types(
    walk: Walk, address: str, listener: Listener, telephone: Callable[..., None]
) -> None:
    listener.parsed = {"entities": {"place": "青石坳村"}}
    page = walk("operator")
    page.goto(f"{address}/petitions")
    page.wait_for_timeout(2500)
    telephone("t1", "answered", "13900001234", "operator")
    page.wait_for_url("**/desk/calls/*")
    page.keyboard.type("青石坳村的低保没打到卡上")
    expect(page.locator("#category")).to_be_visible()
    page.locator("#category").select_option("delayed")
    page.locator("#name").fill("王桂兰")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("登记好了")
    page.wait_for_timeout(2500)
    telephone("t2", "answered", "13900005678", "operator")
    page.wait_for_url(re.compile(r"/desk/calls/\d+$"))

    page.keyboard.type("问医保的事")
    page.keyboard.press("F10")
    page.keyboard.press("0")
    page.keyboard.type("医保局")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("转接他处")

    page.keyboard.press("/")
    page.keyboard.type("低保")
    page.wait_for_timeout(2500)
    telephone("t3", "answered", "13900009999", "operator")
    expect(page.locator("#toast a")).to_contain_text("F7")
    assert page.url.endswith("/desk/calls")
    page.keyboard.press("F7")
    page.wait_for_url(re.compile(r"/desk/calls/\d+$"))


def test_a_petition_through_all_hands(
    walk: Walk, address: str, bureau: Bureau, people: dict[str, Actor], lodge: Callable[..., str]
) -> None:
    number, other = lodge(), lodge(narrative="也是老槐树村，上个月低保没到账")
    here = f"{address}/petitions/{number}"
    desk, unit, head = walk("operator"), walk("handler"), walk("unit_head")
    desk.goto(here)
    move(desk, "accept", procedure="ordinary")
    move(desk, "note", "来电人听力不好，回电要慢。")
    expect(desk.locator(".dossier-side")).to_contain_text("回电要慢")
    move(desk, "assign", unit="QH-102-MZ")

    unit.goto(here)
    assert "王小明" not in unit.content()
    unit.locator("summary", has_text="看完整信息").focus()
    unit.keyboard.press("Enter")
    unit.keyboard.press("Tab")
    unit.keyboard.type("回电核实办理情况")
    unit.keyboard.press("Enter")
    expect(unit.locator(".dossier-side")).to_contain_text("王小明")
    with bureau.reading() as office:
        assert reveals.log(office, number)[0].reason == "回电核实办理情况"

    unit.goto(here)
    move(unit, "send_back", "户籍不在本镇，应由县城所办。")
    desk.goto(here)
    move(desk, "refuse_send_back", "事情发生在本镇，由本镇办。")
    unit.goto(here)
    move(unit, "start")
    move(unit, "ask_extension", "10", "要到银行调流水。")
    head.goto(here)
    move(head, "approve_extension")

    unit.goto(here)
    box = unit.locator("#move-draft")
    unit.keyboard.press(f"Alt+{box.locator('summary').get_attribute('data-alt')}")
    expect(box.locator("[name=text]")).to_be_visible()
    box.locator("[name=text]").focus()
    with unit.expect_response("**/drafts/petition/**"):
        unit.keyboard.type("卡号登记有误，")
    head.goto(here)
    expect(head.locator(".dossier-head + div, [hx-get$=presence]").first).to_contain_text(
        "李建国", timeout=20_000
    )
    unit.goto(here)
    expect(unit.locator("#move-draft")).to_contain_text("已恢复上次没交的内容")
    move(unit, "draft", "卡号登记有误，已更正，欠发的两个月本周补发。", outcome="supported")
    head.goto(here)
    move(head, "approve")

    desk.goto(here)
    stale = walk("second_operator")
    stale.goto(here)
    move(desk, "answer", method="phone")
    stale.locator("#move-answer summary").focus()
    stale.keyboard.press("Enter")
    choose(stale.locator("#move-answer"), "method", "phone")
    stale.locator("#move-answer button[data-main]").focus()
    stale.keyboard.press("Control+Enter")
    expect(stale.locator(".fault")).to_contain_text("同事又办了一步")

    desk.keyboard.press("w")
    desk.wait_for_url("**/notices")
    opinion = desk.locator("form.shift", has_text="信访事项处理意见书").locator("button")
    desk.keyboard.press(f"Alt+{opinion.get_attribute('data-alt')}")
    expect(desk.locator("#preview")).to_contain_text("信访事项处理意见书")
    expect(desk.locator(".narrative")).to_contain_text("已更正")
    desk.keyboard.press("F9")
    expect(desk.locator("main")).to_contain_text("青民信处〔2026〕1号")
    with bureau.reading() as office:
        assert queries.get(office, number, people["operator"]).state == "answered"

    tie(desk, f"{address}/petitions/{other}", "bundle", number, "同一批发放")
    tie(desk, f"{address}/petitions/{lodge()}", "merge", lodge(), "同一人同一件事")


def test_a_lead_found_on_the_way_is_handed_over_sealed_and_signed_for(
    walk: Walk, address: str, bureau: Bureau, people: dict[str, Actor], lodge: Callable[..., str]
) -> None:
    number = lodge()
    here = f"{address}/petitions/{number}"
    with bureau.office() as office:
        found = queries.get(office, number, people["operator"])
        workflow.move(office, found, "accept", people["operator"], procedure="ordinary")
        workflow.move(office, found, "assign", people["operator"], unit="QH-102-MZ")
    head, inspector = walk("unit_head"), walk("inspector")
    head.goto(here)
    move(head, "hand_over", "核查时发现会计截留发放款。")
    answer = head.goto(here)
    assert answer is not None
    assert answer.status == 404

    inspector.goto(f"{address}/petitions?list=handed_over")
    inspector.keyboard.press("j")
    inspector.keyboard.press("Enter")
    inspector.wait_for_url(f"**/petitions/{number}")
    move(inspector, "acknowledge", "纪收〔2026〕7号")
    with bureau.reading() as office:
        assert queries.get(office, number, people["inspector"]).state == "accepted"


def test_what_the_office_keeps_in_order(
    walk: Walk, address: str, bureau: Bureau, people: dict[str, Any]
) -> None:
    boss, keeper, editor = walk("supervisor"), walk("administrator"), walk("editor")
    boss.goto(f"{address}/roster?unit=QH-MZ-XF")
    boss.locator("[name=staff]").focus()
    boss.keyboard.press("Enter")
    boss.locator("form[action$=roster] [name=note]").focus()
    boss.keyboard.type("白班")
    boss.keyboard.press("Enter")
    expect(boss.locator(".said")).to_contain_text("已排班")

    editor.goto(f"{address}/answers/new")
    editor.locator("[name=title]").focus()
    editor.keyboard.type("正在查")
    editor.locator("[name=text]").focus()
    editor.keyboard.type("正在帮您查，请稍等。")
    editor.keyboard.press("Control+Enter")
    editor.wait_for_url("**/answers*")
    expect(editor.locator("main")).to_contain_text("正在查")
    editor.goto(f"{address}/models")
    editor.keyboard.press("n")
    expect(editor.locator(".run")).to_contain_text("排队")

    keeper.goto(f"{address}/rules/figures")
    text = keeper.locator("textarea[name=text]")
    text.focus()
    keeper.keyboard.press("Control+End")
    keeper.keyboard.type("# 核对过\n")
    keeper.locator("[name=reason]").focus()
    keeper.keyboard.type("年度核对")
    keeper.keyboard.press("Control+Enter")
    expect(keeper.locator("main")).to_contain_text("第 1 版")
    keeper.goto(f"{address}/staff/new")
    expect(keeper.locator("form[action$=staff]")).to_be_visible()
