"""Residents who say anything at all, for seconds here and for minutes with `make fuzz`: nothing is a dead end."""

import os
import random
import re
import time

import pytest

from casework.conversations import talks
from casework.petitions.models import Petition
from tests.dialogues.stage import FILES, House, Talk

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

SAYINGS = (
    "你好", "低保多少钱", "我要投诉", "村里三个月没发低保金了", "柳溪镇青石坳村", "匿名", "实名", "王桂花", "13800138000",
    "对", "不对", "要改", "算了", "先不说了", "接着说", "不是青石坳村，是老槐树村", "查进度", "HY26-0000-0011", "123456",
    "催一下", "我要撤回", "不满意", "满意", "转人工", "谢谢", "你是谁", "今天天气", "😀", "。。。", "/restart", "'; DROP TABLE x", "{a}",
    "我们12个人一起投诉村里不公示名单", "李四 13700137000，王五", "没有了", "我怕被报复", "匿名会不会查不到", "照片不要了", "再念一遍",
    "接着说 12345678", "算了还是实名吧", "13800138000", "我家房子塌了没地方住", "够不够吃低保", "👍", "SQ26-0000-0011", "4321",
    "我建议公示别写身份证号", "我们村有个老人没人管", "不知道", "没有", "重新说", "你们存了我什么", "确定删除", "啊" * 500, "电话错了",
    "帮我估一估我够不够低保", "在青禾县", "都没有", "农村", "45岁", "一个月三百", "跳过", "说错了", "改一下年龄", "够了，看结果",
    "我上个月交的低保申请批到哪一步了", "找不到编号", "编号找不到了", "我要给投诉补充情况", "隔壁老李家也没发", "没解决", "不服",
    "我爸上个月去世了，他吃低保", "我要表扬民政所的小刘", "不留", "就我一个", "绑定12345678", "我不想活了", "我们几十个人明天去省里上访",
    "你们都是废物", "俺听不懂", "咋弄嘛", "那啥时候给信儿", "我妈的", "不是我，是我妈", "去年腊月", "村会计", "好", "嗯", "还有一件事我要投诉",
)  # fmt: skip

SEEDS = [int(os.environ["SEED"])] if os.environ.get("SEED") else list(range(4))
SECONDS = float(os.environ.get("MINUTES") or 0.25) * 60
"""How long residents come one after another, for each seed; hours are as good as seconds."""
PATIENCE = 60
"""Turns after which a resident has had enough and the next one comes."""
RECEIPT = re.compile(r"编号[：: ]*(HY[\d-]+).{0,60}?查询码[：: ]*\d{6}", re.DOTALL)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_talk_finds_no_dead_end(staged: House, seed: int) -> None:
    """Always an answer in Chinese, never an exception, never one draft lodged twice, and always a way out."""
    chance = random.Random(seed)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        talk = Talk(staged)
        receipts: set[str] = set()
        for _ in range(chance.randint(5, PATIENCE)):
            receipts.update(RECEIPT.findall(answered(talk, *something(talk, chance))))
            if time.monotonic() > until:
                break
        leaves(talk)
        with staged.bureau.reading() as office:
            conversation = talks.find_or_begin(office, "web", talk.address)
            lodged = office.db.query(Petition).filter_by(conversation_id=conversation.id).count()
        assert lodged == len(receipts), f"登记了 {lodged} 件，告知了 {sorted(receipts)}\n{talk.transcript()}"


def something(talk: Talk, chance: random.Random) -> tuple[str, tuple[str, ...]]:
    """A button, a saying, seldom with a file."""
    buttons = [title for reply in talk.last for _, title in reply.buttons]
    said = f"[{chance.choice(buttons)}]" if buttons and chance.random() < 0.3 else chance.choice(SAYINGS)
    return said, (chance.choice(list(FILES)),) if chance.random() < 0.05 else ()


def answered(talk: Talk, said: str, files: tuple[str, ...] = ()) -> str:
    answer = talk.say(said, files)
    assert answer, talk.transcript()
    assert "utter_" not in answer, talk.transcript()
    assert "没有丢" not in answer, talk.transcript()
    return answer


def leaves(talk: Talk) -> None:
    """Who wants to stop can stop: nothing is asked any more, and a greeting is greeted; somebody for whom a person was called
    because of danger or need is told that the person comes."""
    answered(talk, "先不说了")
    greeted = answered(talk, "你好")
    assert "您好" in greeted or "值班同志" in greeted, talk.transcript()
