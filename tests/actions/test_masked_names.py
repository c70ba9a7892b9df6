"""Names of private persons are covered in what is read back, those who hold a post are not, and the record is whole."""

from typing import Any

import pytest

from actions.complaint import asking, filing


def _slots(told: str, accused: str = "", **draft: Any) -> dict[str, Any]:
    return {
        "complaint_narrative": told,
        "complaint_accused": accused,
        "complaint_identity": "real_name",
        "complaint_name": "纪春燕",
        "complaint_category": "wrongly_covered",
        "complaint_draft": {"key": "k", **draft},
    }


@pytest.mark.parametrize(
    ("told", "accused", "name"),
    [
        ("存折被收走了\n补充：我妈叫孟玉兰 七十六了", "文书贾二宝", "孟玉兰"),
        ("没人来我家\n补充：男人叫裴大勇 上个月接的通知", "", "裴大勇"),
        ("有车还吃低保\n补充：户主叫韦有田", "韦有田", "韦有田"),
        ("死了还领钱\n补充：叫孔秀英 钱是她儿媳领的", "", "孔秀英"),
        ("有车还吃低保 韦有田家开超市", "韦有田", "韦有田"),
        ("我爹付长河的低保停了", "", "付长河"),
        ("照料的叫阎桂芬，半个月不来", "阎桂芬", "阎桂芬"),
        ("隔壁老太太郝玉梅去年走的", "", "郝玉梅"),
        ("我老伴秦福生八十了", "", "秦福生"),
        ("邻居名叫欧阳春生 天天下馆子", "欧阳春生", "欧阳春生"),
        ("我叫纪春燕 电话没有", "", "纪春燕"),
    ],
)
def test_a_private_persons_name_is_covered(told: str, accused: str, name: str) -> None:
    slots = _slots(told, accused)
    read = asking.read_back(slots)
    assert name not in read
    assert f"{name[0]}*" in read
    assert name in filing.account(slots)


@pytest.mark.parametrize(
    ("told", "accused", "name"),
    [
        ("是文书贾二宝收走的", "文书贾二宝", "贾二宝"),
        ("支书叫龙海庆 不收我的申请", "支书龙海庆", "龙海庆"),
        ("村主任 姓韩 韩宝山", "村主任韩宝山", "韩宝山"),
        ("收钱的是小组长，叫贺大顺", "小组长贺大顺", "贺大顺"),
        ("会计孙有才扣的", "孙有才", "孙有才"),
    ],
)
def test_who_holds_a_post_stands_as_said(told: str, accused: str, name: str) -> None:
    assert name in asking.read_back(_slots(told, accused))


def test_it_is_said_that_the_record_is_whole() -> None:
    assert "全名" in asking.read_back(_slots("户主叫韦有田", "韦有田"))
    assert "全名" not in asking.read_back(_slots("村里拖着不办", "村委会"))
