"""What lies outside the office's business, and what only may."""

import re

from actions import words
from actions.tools import Say
from actions.turn import SAID_BEFORE, Turn

OUTSIDE = frozenset({"other_department", "out_of_scope"})


def asked(turn: Turn, say: Say) -> bool:
    """Ask what is meant where a message was held to be outside for caution only; return whether it was asked.

    Understanding turns a message away on a small chance already, for a wrong answer costs more than a question
    (`nlu/thresholds.yml`, `outside`). A meaning inside that is likelier than that chance is offered first.
    """
    chance = max((sure for name, sure in turn.parsed.ranking if name in OUTSIDE), default=1.0)
    name, sure = max(
        (
            (name, sure)
            for name, sure in turn.parsed.ranking
            if name not in OUTSIDE and words.known_intent(name)
        ),
        key=lambda pair: pair[1],
        default=("", 0.0),
    )
    if turn.pressed or sure <= chance:
        return False
    say.text(
        f"这件事我拿不准归不归社会救助管。您是想{words.meaning(name)}吗？",
        [(words.button(name), f"/{name}#{SAID_BEFORE}"), ("都不是", "/deny"), ("找人工", "/request_human")],
    )
    return True


OFFICES = (
    (("医保", "医疗保险", "新农合", "报销"), "县医疗保障局"),
    (("社保", "养老金", "养老保险", "工伤", "失业", "退休"), "县人力资源和社会保障局"),
    (("公积金",), "住房公积金管理中心"),
    (("护照", "出入境", "签证", "通行证"), "公安出入境管理部门"),
    (("驾照", "驾驶证", "行驶证"), "交警大队车管所"),
    (("户口", "户籍", "身份证", "居住证"), "户籍地派出所"),
    (("残疾证", "残联"), "县残疾人联合会"),
    (("受灾", "救灾", "倒房", "灾后"), "县应急管理局或所在乡镇"),
    (("盖房", "修房", "建房", "重建房"), "县住房和城乡建设局（受灾倒房的找县应急管理局）或所在乡镇"),
    (("危房", "公租房", "廉租房", "住建"), "县住房和城乡建设局"),
    (("学费", "入学", "上学", "助学", "学校"), "县教育局"),
    (("水费", "停水", "自来水"), "县供水公司"),
    (("停电", "电费"), "供电公司"),
    (("公路", "修路", "路灯", "公交"), "交通运输局或所在乡镇"),
    (("土地", "宅基地", "征地", "拆迁"), "县自然资源局或所在乡镇"),
    (("工资", "工钱", "欠薪", "劳动"), "县劳动保障监察大队"),
)
ORDERS = re.compile(
    r"""
      ^(请|你|现在|从现在起|[,，\s])*(忽略|无视|忘掉|跳过)(掉|你)?(前面|以上|上面|之前|此前|所有|一切|刚才|原来)
    | (你|你们|系统|后台|管理员)的?(登录|系统|后台|管理员)?的?(密码|口令|提示词|系统提示)(是(什么|多少|啥)|告诉|给|发|说|念)
    | ^(你|给我|帮我|请|替我)*(写|编|作|背|唱|画|讲|翻译)(一?[篇首段张幅封个])[^,，。]{0,12}
      (作文|文章|诗|歌|故事|笑话|小说|画|代码|程序|检讨|情书|英语|英文)
    """,
    re.VERBOSE,
)
"""The machine is ordered to do what it is not there for: no matter of anybody's, whatever it was taken for."""
ASKS_WHOM = re.compile(
    r"^(那|我|俺|该|要|得|应该|到底|这个?|这事|的话|,|，|\s)*(找|问|打|去|归|上)+(谁|哪|什么地方|啥地方|什么部门|哪个(部门|单位))(里|儿|个)?(去|找|问|管|办|说|电话)?[啊呀呢嘛?？。]*$"
)
"""Whom to turn to is asked, and nothing else."""


def office_for(said: str) -> str | None:
    """The other office whose matter the words name; None where they name none that is known."""
    return next((office for words, office in OFFICES if any(word in said for word in words)), None)


def whom(turn: Turn, say: Say, line: str) -> bool:
    """Whether it is asked whom to turn to for the matter just sent away as another office's: told once more, by name."""
    if turn.pressed or not turn.earlier or not ASKS_WHOM.match(turn.said.strip()):
        return False
    last = turn.earlier[-1]
    if last.reaction != "action_other_department":
        return False
    who = office_for(last.parsed.text)
    say.text(
        f"刚才那件找{who}。没有他们电话的，打 {line}，说清是什么事、在哪里，他们转过去办，也会给您回话。"
        if who
        else f"刚才那件打 {line}，说清是什么事、在哪里，他们转给管这事的部门。"
    )
    return True
