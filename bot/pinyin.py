"""A message typed in pinyin without tones, read as the words that residents use here; everything else stays as it is."""

import re
from functools import cache

from pypinyin import lazy_pinyin

TOPICS = [
    "低保",
    "五保",
    "特困",
    "临时救助",
    "救助",
    "救济",
    "残疾",
    "补贴",
    "高龄",
    "孤儿",
    "困难",
    "申请",
    "投诉",
    "举报",
    "反映",
    "人工",
    "材料",
    "条件",
    "标准",
    "进度",
    "低保金",
    "钱",
    "卡",
    "存折",
    "村里",
    "村长",
    "村主任",
    "会计",
    "书记",
    "支书",
    "民政局",
    "民政所",
    "电话",
    "救命",
    "不想活",
    "活不下去",
    "自杀",
    "没饭吃",
    "断粮",
    "打我",
    "生病",
    "看病",
]
"""Without one of these the letters may be anything."""
WORDS = [
    "我",
    "你",
    "您",
    "他",
    "她",
    "们",
    "我们",
    "你们",
    "他们",
    "我家",
    "我妈",
    "我爸",
    "我娘",
    "我爹",
    "老伴",
    "孩子",
    "儿子",
    "女儿",
    "老人",
    "邻居",
    "是",
    "不是",
    "有",
    "没有",
    "没",
    "不",
    "要",
    "想",
    "想要",
    "问",
    "请问",
    "能",
    "能不能",
    "可以",
    "怎么",
    "咋",
    "怎么办",
    "办",
    "办理",
    "什么",
    "啥",
    "多少",
    "哪里",
    "哪",
    "几",
    "多久",
    "什么时候",
    "在",
    "到",
    "去",
    "找",
    "给",
    "发",
    "领",
    "查",
    "看",
    "说",
    "吃",
    "拿",
    "交",
    "打",
    "催",
    "了",
    "的",
    "吗",
    "呢",
    "吧",
    "啊",
    "也",
    "还",
    "都",
    "就",
    "一个月",
    "两个月",
    "三个月",
    "一年",
    "个",
    "月",
    "年",
    "天",
    "今年",
    "去年",
    "上个月",
    "这个月",
    "谁",
    "人",
    "家",
    "里",
    "好",
    "你好",
    "谢谢",
    "再见",
    "公示",
    "名单",
    "评",
    "扣",
    "停",
    "取消",
    "贪污",
    "多",
    "少",
    "钱",
    "有钱",
    "有车",
    "有房",
    "没发",
    "没到",
    "没人",
    "不给",
    "不管",
    "管",
    "帮",
    "帮我",
    "需要",
    "够",
    "够不够",
    "符合",
    "资格",
    "手续",
    "残疾证",
    "身份证",
    "户口本",
    "编号",
    "查询码",
    "匿名",
    "实名",
    "保密",
    "对",
    "行",
    "不行",
    "知道",
    "不知道",
    "活",
    "死",
    "病",
]
WHOLE = 0.9
"""So much of the letters must be words."""
FEWEST = 4
LATIN = re.compile(r"^[a-z\s,.!?，。！？']+$", re.IGNORECASE)


def read(text: str) -> str | None:
    """The words that the letters stand for; None where the text is no pinyin of words known here."""
    if not LATIN.match(text):
        return None
    letters = re.sub(r"[^a-z]", "", text.lower())
    if len(letters) < FEWEST:
        return None
    known, words = _table(), []
    place = left = 0
    while place < len(letters):
        end = next(
            (end for end in range(min(len(letters), place + 24), place, -1) if letters[place:end] in known),
            None,
        )
        if end is None:
            left, place = left + 1, place + 1
        else:
            words.append(known[letters[place:end]])
            place = end
    whole = 1 - left / len(letters) >= WHOLE
    return "".join(words) if whole and any(word in TOPICS for word in words) else None


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for word in (*TOPICS, *WORDS):
        table.setdefault("".join(lazy_pinyin(word)), word)
    return table
