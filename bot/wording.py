"""The few sentences that the door itself says, when the talk cannot be had or has stopped."""

import re

AWAY = (
    "您刚才说的我已经存好了，没有丢。系统这会儿正在恢复，恢复后我接着答复您，值班同志也会看到。\n"
    "着急的事请直接打 {hotline}（{duty_hours}）；有人有危险，请马上打 110 或 120。"
)
STILL_AWAY = "这句也存好了，恢复后跟前面的一起答复您。有人有危险，请马上打 110 或 120。"
NOT_TAKEN = (
    "系统这会儿正在恢复，您的话还没有收下。这句话存在您的手机上，恢复后自动发出，不用再写一遍。\n"
    "着急的事请直接打 {hotline}（{duty_hours}）；有人有危险，请马上打 110 或 120。"
)
ON_MAP = "（发来了位置：北纬 {latitude:.5f}，东经 {longitude:.5f}）"
"""A place sent from a map, as words that staff read."""
IS_ON_MAP = re.compile(r"^（发来了位置：[^（）]+）$")
MAP_KEPT = "位置存好了，值班同志看得到。我看不懂地图，请再打几个字：在哪个乡镇、哪个村？"
NOT_SEEN = "这样东西我看不了。请打字，或者发照片、文件、语音。"
UNREADABLE = "这一句太长，或者里面有认不出的字，没有收下。请改短一点、换个写法再发。"
TOO_FAST = "您发得有点快，这几条我都存下了。请等几秒，再把最要紧的一句发给我。"
OLD_BUTTON = "这个按钮已经过时了。请直接用文字告诉我您想办什么。"
MARKED_GOOD = "记下了，谢谢。"
MARKED_BAD = "记下了，会有人来改这条答案。您可以换个说法再问我，也可以说“转人工”。"
MARKED_BEFORE = "这一条您已经评过了，谢谢。"
TOO_LONG = "您写的很长，原文我全部存下了；我先看了前面 {count} 个字。"
SPELLED = "您打的是拼音，我当成“{words}”。不对的话请打汉字，或者发语音。"
EMPTY = "？"
HANDED_ON = (
    "对不起，让您久等了：您早些时候发来的话我没能当时答复，已经转给值班同志，他们会联系您或在这里答复。"
)
BROKEN_OFF = (
    "刚才的投诉说到一半，还没登记。您说过的我留到 {until}，过了那天自动删掉。"
    "在这里接着说就行；换了手机，发“接着说 {code}”。这个码别给别人看。"
)

DANGER = (
    "不想活",
    "自杀",
    "跳楼",
    "跳河",
    "喝农药",
    "喝药死",
    "割腕",
    "上吊",
    "活不下去",
    "杀人",
    "杀了",
    "砍死",
    "打死",
    "炸",
)
"""Words on which a person is called at once while understanding is away, or whoever holds the talk may be."""

URGENT = (
    "断粮",
    "没饭吃",
    "没吃的",
    "没有吃的",
    "没米",
    "揭不开锅",
    "饿了",
    "饿着",
    "饿得",
    "饿死",
    "没地方住",
    "没处住",
    "没地方去",
    "露宿",
    "房子塌",
    "房塌",
    "屋塌",
    "冻死",
    "冻坏",
    "没钱看病",
    "没钱交医药费",
    "没钱做手术",
    "等着救命",
    "救命",
    "快不行了",
    "孩子没人管",
    "老人没人管",
    "家暴",
    "走投无路",
)
"""Words of need that cannot wait: while understanding is away they are taken for a cry for help."""
ONLY_ANSWERS = re.compile(
    r"^(/.*|[嗯对是好行中得要不没有可以确认提交匿名实的了吧啊呀,，。!！ ]+|ok)$", re.IGNORECASE
)
"""A button, or a bare yes or no: an answer to whatever was asked just before."""
BEATEN = re.compile(
    r"打(了|过)?(我|俺)(?!(们|家|屋里|的|这个|那个|女儿|闺女|儿子|媳妇|老伴|妈|爸|\s)*(电话|手机|座机|号|\d{5}))"
)
"""Somebody beats the speaker; 打我电话 asks for a call."""


def is_urgent(said: str) -> bool:
    """Whether these words tell, by themselves, of need that cannot wait."""
    return any(word in said for word in URGENT) or BEATEN.search(said) is not None
