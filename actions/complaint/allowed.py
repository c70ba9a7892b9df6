"""Whether what was done is allowed, asked within a complaint: the rule in one sentence, while the words are taken down."""

import re

from actions.complaint import phrases
from actions.turn import Turn

WHETHER = re.compile(
    r"""
      (合理|合规|合法|合适|公道|公平|像话|对|对头|应该|许可|允许|在理)(吗|么|嘛|不|没有?|呢)?[啊呀吧]?[?？]
    | (合理|合规矩?|合法|合适|公道|公平|像话|对|对头|应该|允许|在理)(吗|么|嘛|不)[啊呀吧]?$
    | 对不对|合不合(理|规矩?|法|规定|政策)|应不应该|该不该|能不能(这样|这么|扣|匀|收)|兴不兴|许不许|让不让|准不准
    | (符合|合乎|违反|违背|照|按)[^,，。;；\s]{0,3}(规定|政策|规矩|制度)[^,，。;；\s]{0,6}(吗|么|嘛|不|没有?)[啊呀吧]?[?？]?$
    | (有|是)(没有?|不是)?(这|那)(个|样的?|种)?(规定|规矩|道理|说法|政策)(的)?(吗|么|嘛|不|没有?)?[?？]?$
    | (能|可以|许|准|兴)[^,，。;；\s]{0,8}(抵|顶|冲)(了|掉|扣|账|作)?[^,，。;；\s]{0,8}(吗|么|嘛|不)[啊呀]?[?？]?$
    | (能不能|可不可以|可以不可以|许不许|兴不兴|该不该)[^,，。;；\s]{0,10}(抵|顶|扣|冲)[^,，。;；\s]{0,8}$
    | (能|可以|许|准|兴)[^,，。;；\s]{0,8}里(头|面)?扣[^,，。;；\s]{0,8}(吗|么|嘛|不)[啊呀]?[?？]?$
    | (能|可以|许|准|兴)(拿|用)[^,，。;；\s]{0,8}(抵|顶|冲)
    | (能|可以|许|准|兴)(这么|这样|他们?这么)?(干|做|弄|搞|办|扣|收|匀)(吗|么|嘛|不)[?？]?$
    """,
    re.VERBOSE,
)
"""It is asked whether that is right."""
OF_THE_FORM = re.compile(
    r"匿名|实名|署名|留名|保密(?!对|合)|名字|姓名|电话|手机|号码|地点|地址|材料|照片|录音|写|填|记|念|查询码|编号|收(我|俺)的(?!钱)|^(那|我|俺)?(刚才|刚)?(我|俺)?(这样|这么)?(说|讲)"
)
"""What is asked about is how the complaint is taken down: 电话对不对, 让不让我匿名, 我说的对不对."""
BARE_QUESTION = re.compile(
    r"(那|可是?|你说|您说|请问|他们?|她|村里|镇上|人家)*(这|这样|这么|这种|这事|那样)(个|儿)?(做|干|办|搞|弄|做法|事|规矩)?(到底|是)?"
    r"(合理|合规矩?|合法|合适|公道|公平|像话|对头?|应该|允许|在理)(吗|么|嘛|不|没有?|呢)?[啊呀吧]?[?？]?"
    r"|(那|你说|您说|请问|他们?|她|村里|镇上|人家)*(这样|这么|这种|这事|那样)?(做|干|办|搞|弄|做法|话)?(到底)?(对不对|合不合(理|规矩?|法|规定|政策)|应不应该|该不该|兴不兴|许不许|让不让|准不准)(这样|这么)?(做|干|办|搞|弄)?[啊呀呢]?[?？]?"
    r"|(到底|国家|上头|真)*(有|是)(没有|不是)?(这|那)(个|样的?|种)?(规定|规矩|道理|说法|政策)(的)?(吗|么|嘛|不|没有?)?[?？]?"
)
"""Nothing stands in the question but that something told before may not be right: 这样做对吗."""
RULES = (
    (
        re.compile(
            r"(名单|名册|公示|谁吃(着)?低保)[^。]{0,14}(保密|机密|秘密|(不|没)[^,，。;；\s]{0,4}(看|公开|贴|公布|公示|张榜|说|见))"
            r"|(不|没)(公示|张榜|贴(出来|名单|公示)|公布名单|公开名单)"
        ),
        "不对，低保名单不保密：申请人姓名、家里几口人、保障金额要在村、社区公布；不公开的是证号、电话、病情这些"
        "（《社会救助法》第四十五条、《最低生活保障审核确认办法》第二十四条）。",
    ),
    (
        re.compile(
            r"(抵|顶|冲)(了|掉|扣|作|账)?[^,，。;；\s]{0,6}(费|钱|账|款|合作医疗|医保|养老|水电|欠)|扣[^,，。;；\s]{0,4}(卫生|水|电|水电|物业|垃圾|公共|修路|取暖)费|扣[^,，。;；\s]{0,4}(欠款|合作医疗|医保)"
        ),
        "不能。救助金、补贴是发给本人的，村里、社区不能自己拿去抵卫生费、合作医疗这些别的钱，也不能扣下不给；该交的费另外交。"
        "截留、挪用、私分救助钱物的，限期改正、给处分，还可以罚款（《社会救助法》第七十一条）；补贴被扣的，也照样登记、要求补发。",
    ),
    (
        re.compile(
            r"扣|匀|截|抽(头|成|钱)|提成|管理费|手续费|跑腿费|辛苦费|分给|(钱|款)[^,，。;；\s]{0,4}(交|退|拿|返)(回|上|出)|(分|留)(一?半|一部分)|(交|收|拿)(回去|上去|出来)?[^,，。;；\s]{0,4}(钱|块|百|千)|少(给|发)"
        ),
        "不行。低保金该发多少就到多少，谁也不能从里面扣，也不能扣下来匀给别人：截留、挪用、私分救助钱物的，"
        "限期改正、给处分、没收违法所得，还可以罚款（《社会救助法》第七十一条）。",
    ),
    (
        re.compile(
            r"(没|冇|不|无)(有)?(一个)?(人)?[^,，。;；\s]{0,6}(上门|入户|进(过)?(我|俺)?家?门|来(过)?(我|俺|咱)?家|调查|问(过)?邻居)"
        ),
        "不对。评低保要有不少于两个人上门看，也可以问邻居（《最低生活保障审核确认办法》第十六条）；不上门就说不合格，可以反映。",
    ),
)
"""What the deed is, and what the law says of it."""


def rule(turn: Turn) -> str | None:
    """What the law says of what is told and asked about, here or just before; None where nothing of the kind is asked, or
    of a deed that no plain rule stands for."""
    clauses = [one for one in phrases.CLAUSES.split(turn.said) if one]
    asked = [one for one in clauses if WHETHER.search(one) and not OF_THE_FORM.search(one)]
    if turn.pressed or not asked:
        return None
    bare = any(BARE_QUESTION.fullmatch(one) for one in asked) and not any(map(OF_THE_FORM.search, clauses))
    of_before = bare and turn.requested != "complaint_confirmed"
    before = str(turn.slot("complaint_narrative") or "") if of_before else ""
    for said in (turn.said, before):
        for deed, sentence in RULES:
            if deed.search(said):
                return sentence
    return None
