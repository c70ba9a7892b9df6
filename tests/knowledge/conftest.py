"""A small corpus of its own, so that these tests do not move when an editor writes."""

from pathlib import Path

import pytest
import yaml

from knowledge.answering import Library
from knowledge.corpus import Corpus
from store.clock import FixedClock
from store.county import County

DOCUMENTS = [
    {
        "id": "law",
        "title": "中华人民共和国救助法",
        "issuer": "人大",
        "in_force": "2026-07-01",
        "verification": "full_text",
    },
    {
        "id": "old",
        "title": "旧办法",
        "number": "旧发〔2012〕1号",
        "issuer": "部",
        "in_force": "2012-01-01",
        "out_of_force": "2021-07-01",
        "superseded_by": "law",
        "verification": "full_text",
    },
    {
        "id": "secret",
        "title": "内部方案",
        "issuer": "市局",
        "disclosure": "不公开",
        "verification": "full_text",
    },
    {"id": "told", "title": "转述的意见", "issuer": "部", "verification": "secondary"},
    {
        "id": "wenshui",
        "title": "文水方案",
        "issuer": "文水县民政局",
        "region": "山西省/吕梁市/文水县",
        "numbering": "sections",
        "verification": "full_text",
    },
]
CLAUSES = {
    "law": [
        {"article": 1, "text": "低保按月发放，财产符合规定。"},
        {"article": 2, "text": "骗取的处二倍以下罚款。"},
        {"article": "3.2", "text": "在急难发生地申请。"},
        {"article": 4, "text": "自受理起30个工作日办完。"},
    ],
    "old": [
        {"article": 9, "text": "旧的规定，每季度核查。"},
    ],
    "secret": [{"article": 1, "text": "不得单独初核。"}],
    "told": [{"article": 1, "text": "一般不超过3天。"}],
    "wenshui": [{"article": "2.1", "text": "每月10日前到户。"}],
}
COMMON = {"reviewed": "2026-11-01", "review_by": "2027-05-01", "author": "甲", "second_reader": "乙"}


def entry(
    key: str, title: str, intent: str, programs: list[str], ask: list[str], short: str, **more: object
) -> dict:
    return {
        "id": key,
        "title": title,
        "intent": intent,
        "programs": programs,
        "ask": ask,
        "short": short,
        **COMMON,
        **more,
    }


ANSWERS = [
    entry(
        "car",
        "有车能不能吃低保",
        "ask_eligibility",
        ["dibao"],
        [
            "家里有面包车能吃低保吗",
            "有小汽车能办低保不",
            "买了车还能领低保吗",
            "名下有车影响低保吗",
            "跑货运的车算不算财产",
            "二手车会取消低保吗",
            "开着轿车的人家能吃低保不",
            "家里停着辆小车还能享受低保吗",
            "有辆旧轿车低保给办不",
        ],
        "有车不一定不行，要看是什么车、做什么用。",
        sources=["law#1"],
        local=["property.vehicle.value"],
        county_decides="由当地规定。",
        next=["payday"],
    ),
    entry(
        "payday",
        "低保几号发",
        "ask_payment_rule",
        ["dibao", "tekun"],
        [
            "低保金每月几号到账",
            "这个月的钱哪天发",
            "五保的钱几号到",
            "低保啥时候打卡上",
            "低保月初发还是月底发",
            "供养金什么时候发",
            "低保几号到卡上",
            "低保的钱几号打",
            "低保哪天打钱",
        ],
        "按月打到卡上，哪天到由各县定。",
        sources=["law#1"],
        local=["pay.dibao"],
        county_decides="发放日由当地定。",
        act=["过了日子没到，打 {phone.hotline}"],
    ),
    {
        "id": "payday-wenshui",
        "title": "文水几号发",
        "intent": "ask_payment_rule",
        "programs": ["dibao"],
        "variant_of": "payday",
        "region": "山西省/吕梁市/文水县",
        "short": "文水县每月10日前到户。",
        "sources": ["wenshui#2.1"],
        **COMMON,
    },
    entry(
        "howlong",
        "低保多久批下来",
        "ask_processing_time",
        ["dibao"],
        [
            "低保审批要多少天",
            "交了材料多久有结果",
            "低保一般等几个月",
            "办低保要多长时间",
            "低保多少个工作日批",
            "多久能批低保",
            "办低保要等多久",
            "办低保多长时间能下来",
            "低保得多长时间才批",
        ],
        "一般30个工作日内要有结果。",
        sources=["law#4"],
    ),
    entry(
        "howlong-tekun",
        "特困多久批下来",
        "ask_processing_time",
        ["tekun"],
        [
            "特困审批要多少天",
            "五保多久有结果",
            "特困一般等几个月",
            "办五保要多长时间",
            "特困多少个工作日批",
            "多久能批五保",
            "办五保要等多久",
            "办特困多长时间能下来",
            "五保得多长时间才批",
        ],
        "乡镇十五个工作日、县里十五个工作日。",
        sources=["law#4"],
    ),
    entry(
        "quick",
        "小额快救几天",
        "ask_processing_time",
        ["temporary"],
        [
            "小额快救几天到账",
            "急难救助要等几天",
            "临时救助快的几天",
            "急用钱几天能下来",
            "先行救助要多久",
            "救急的钱几天给",
        ],
        "据文件转述，一般不超过3天，以县里解释为准。",
        sources=["told#1"],
    ),
    entry(
        "expired",
        "多久核查一次（旧）",
        "ask_review_rule",
        ["dibao"],
        [
            "低保多久查一次",
            "低保几个月复核",
            "每季度都要查低保吗",
            "低保年审几次",
            "低保复查间隔",
            "多长时间核一次低保",
        ],
        "每季度核查一次。",
        sources=["old#9"],
    ),
    entry(
        "internal",
        "村里能不能先初核",
        "ask_procedure",
        ["dibao"],
        [
            "村委会能初核低保吗",
            "村里先审一遍对吗",
            "村委会不给报低保",
            "村上能拒绝低保申请吗",
            "村里卡着不报",
            "初核是谁做",
        ],
        "不得单独初核。",
        sources=["secret#1"],
        audience="staff",
    ),
]


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "clauses").mkdir()
    (folder / "answers").mkdir()
    _write(folder / "documents.yml", {"documents": DOCUMENTS})
    for document, clauses in CLAUSES.items():
        verified = "secondary" if document == "told" else "full_text"
        _write(
            folder / "clauses" / f"{document}.yml",
            {"document": document, "verified": verified, "clauses": clauses},
        )
    _write(folder / "answers" / "all.yml", {"answers": ANSWERS})
    return folder


@pytest.fixture(scope="session")
def corpus(corpus_folder: Path) -> Corpus:
    return Corpus.load(corpus_folder)


@pytest.fixture
def library(corpus: Corpus, county: County, clock: FixedClock) -> Library:
    return Library(corpus, county, clock)


@pytest.fixture(scope="session")
def real() -> Corpus:
    """The corpus that ships."""
    return Corpus.load()


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
