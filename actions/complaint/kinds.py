"""Of which kind a matter is: by facts of its own, never by a word in passing; no resident is told a charge they did not make."""

import re

from actions import words

OFFICIAL = r"工作人员|窗口|干部|办事员|经办|支书|书记|主任|村长|会计|所长|镇长|乡长|科长|民政|社区|网格员|护工|客服|他们?|她|那[个位]|态度"
FACTS = {
    "embezzlement": r"扣|截|贪|占|冒领|代领|(代|替)我们?领|挪用|私分|分了|吞|骗|克扣|吃空|收[^,，。;；]{0,8}(钱|元|块|费)|拿走|领走|取走|拉走|拿去|拿了|修路|落|装.{0,3}(腰包|口袋)|自己(家|人)|亲戚|(光|只|白)(拿|领)(钱|工资|补贴|护理费)|(钱|工资)照(领|拿)|只给|少给|退(了|回)|管理费|名单上|签(了)?字",
    "bribery": r"钱|元|块|好处|红包|烟|酒|礼|请客|吃饭|打点|意思意思|手续费|辛苦费|吃拿|卡要|送|收费|\d{2,}",
    "favoritism": r"亲戚|丈人|丈母|岳|亲家|连襟|干(儿|爹|妈)|拜把|同学|战友|家属|老婆|爱人|堂|表[哥弟姐妹叔]|爹|娘|爸|妈|亲(弟|哥|妹|姐|侄|家)|弟|哥|嫂|侄|姨|舅|姑|叔|外甥|女婿|儿子|媳妇|妹|小舅子|关系|人情|自己人|熟人|后门|本家|家里人|一家子",
    "retaliation": r"报复|穿小鞋|打击|整我|(上次|上回|以前|之前|去年|前年|那回|那次|因为|自从|就是)[^。;；]{0,16}(反映|举报|投诉|告|打电话|说)[^。;；]{0,60}(停|刷|取消|不给|卡|骂|威胁|别想|刁难|赶|打)|(反映|举报|投诉|告)(过|了|完|以后|之后)[^。;；]{0,40}(停|刷|取消|不给|卡|骂|威胁|别想|刁难|赶|打)",
    "hotline_failure": r"(热线|座机|办公室|窗口|值班|1\d{4}(?!\d)|[0０]\d{3}-?\d{7}|(?<!我的)(?<!我妈那个)电话)[^。;；]{0,14}(打不通|没人接|不接|占线|没人(管|回|应)|挂(了|断)|转来转去|空号|打不进|忙音)|(打不通|没人接|不接|占线)[^。;；]{0,6}(热线|电话|1\d{4})|打[^,，。;；]{0,8}(没人接|不通|没人理)",
    "attitude": rf"(?:{OFFICIAL})[^。;；]{{0,30}}?(态度|骂|吼|凶|翻白眼|不耐烦|训|难听|甩|嘲笑|笑话|横|恶劣|瞪|撵|轰|不理|脸色|摔|扔|砸|推搡|打游戏|玩手机|聊天|磨蹭|嗑瓜子|不在岗|脱岗|说.{{0,6}}(聋|滚|烦|傻|穷))|态度",
    "privacy_leak": r"隐私|身份证|信息|名单|泄露|发(到|在|进)?.{0,6}群|说出去|捅出去|传出去|病|知道是我|怎么知道|咋知道",
    "petition_unanswered": r"(上次|上回|以前|之前|去年|前面|早就|反映|投诉|信访|举报|写信|12345)[^。;；]{0,40}(没|不|石沉|敷衍|推|糊弄)|答复|回复|没下文",
    "card_withheld": r"卡|折|存折|本子",
    "not_public": r"公示|公开|公告|张榜|贴|名单|开会|评议|投票|不晓得谁|走过场",
}
"""What must have been told for a matter to be of this kind; where nothing is, any account may be."""
BROADER = {"embezzlement": "payment_missing", "hotline_failure": "other", "attitude": "other"}
NOT_COME = re.compile(r"没(有)?(收到|发|到|领|见|拿|来|给)|不发|不给|少")
BY_THE_WAY = frozenset({"attitude", "hotline_failure", "privacy_leak", "retaliation", "petition_unanswered"})
"""Kinds of conduct that go with another matter as often as they are one: they do not change what it was taken for."""
CHARGES = {
    "embezzlement": ("救助款、救助物资的发放", r"贪|截留|克扣|冒领|挪用|吞|侵占|私分|扣|骗|代领|拿走"),
    "bribery": (
        "办事收钱收物",
        r"吃拿卡要|好处费|红包|送礼|要钱|收(了)?(我|他|人家)?.{0,6}钱|打点|索要|要[^,，。]{0,4}\d",
    ),
    "favoritism": ("评定公不公道", r"人情|关系|亲戚|亲弟|亲哥|优亲厚友|侄|舅|自己人|走后门"),
    "wrongly_covered": (
        "享受救助的人符不符合条件",
        r"骗|不符合|不够条件|不该|有房|有车|套房|还在领|死了|吃低保",
    ),
    "retaliation": ("反映问题以后受到的对待", r"报复|穿小鞋|打击|威胁|整我"),
    "privacy_leak": ("个人信息有没有保护好", r"隐私|泄露|身份证|发.{0,6}群|说出去|捅"),
    "attitude": ("工作人员的服务", r"态度|骂|吼|凶|横|恶劣|瞪"),
}
"""How a charge is called to a resident who did not make it, and the words in which it is made."""


PLAIN: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = (
    (
        "embezzlement",
        frozenset(
            {"other", "left_out", "payment_missing", "favoritism", "wrongly_covered", "refused", "not_public"}
        ),
        re.compile(
            r"""
              (低保|五保|特困|救助|补贴|补助|钱|款|领了)[^。;；!！?？\n]{0,14}
              (扣|抽|拿出|掏|交(?!代|待|通|给(别|其他|大家|贫))|匀|收(?![入到成拾割]))[^。;；!！?？\n]{0,12}
              (分给|均给|匀给|摊给|补给|给(别|旁|没|其他|五保|困难|大家|村里(修|办)|贫)|均一?均|平分|照顾(照顾)?(大家|别人|没))
            | 每(户|家|人)[^。;；!！?？\n]{0,4}(交|拿|出|扣|收|凑)[^。;；!！?？\n]{0,12}(均|分给|平分|匀|给(困难|没|别|大家))
            """,
            re.VERBOSE,
        ),
    ),
    (
        "embezzlement",
        frozenset({"other", "card_withheld", "left_out"}),
        re.compile(
            r"""
              (护理|照料|照护|护工|陪护|伺候|照顾)[^。;；!！?？\n]{0,16}(拿|领)[^。;；!！?？\n]{0,6}(钱|工资|费|补贴)
              [^。;；!！?？\n]{0,10}(不来|不见|来不了|没来|不干|不管|不到|见不着)
            | (护理|照料|照护|护工|陪护|伺候|照顾)[^。;；!！?？\n]{0,16}(不来|不见|来不了|没来|不干|见不着)
              [^。;；!！?？\n]{0,10}(钱|工资|费|补贴)[^。;；!！?？\n]{0,3}(照|还|白)(样|是)?(领|拿|发)
            """,
            re.VERBOSE,
        ),
    ),
    (
        "not_public",
        frozenset({"other", "left_out", "refused"}),
        re.compile(
            r"""
              没(有|得)?(一个)?(人|哪个|谁)?(来|上门|入户|到家|到屋)?[^,，。;；\s]{0,4}(看|查|核实|调查|走访)过?
              [^。;；!！?？\n]{0,6}就[^。;；!！?？\n]{0,8}(不合格|不符合|不够|刷|否|取消|不批|没通过|不行)
            | 评(低保|五保|特困|贫困户?|困难户?|议|定|审|选)?(的|得)?[^,，。;；!！?？\n]{0,4}(不公[平道正开允]?|偏心|黑箱|走过场|有猫腻)
            | (评议|平议|评审|开会|会上)[^。;；!！?？\n]{0,20}(自己人|他们?自己|喊的|指定|那几个人|走过场|内定)
            | 举(个)?手就[^。;；!！?？\n]{0,8}(刷|否|不让|没)
            """,
            re.VERBOSE,
        ),
    ),
    (
        "refused",
        frozenset({"other", "petition_unanswered", "hotline_failure"}),
        re.compile(
            r"""
              (没批|不批|不给批|没通过|说?我?不(够|行|符合|合格)|不同意|不给办)[^。!！?？\n]{0,14}
              (没|不)(给|出|发|开|有)(我|俺)?[^,，。;；\s]{0,4}(书面|纸|单子|条子|条|通知|证明|凭据|凭证|文书)
            | (没|不)(给|出|发)(我|俺)?[^,，。;；\s]{0,4}(书面|纸|条子)[^。!！?？\n]{0,14}(没批|不批|不给批|不行)
            | (没批|不批|没给批)[^。!！?？\n]{0,12}不服
            """,
            re.VERBOSE,
        ),
    ),
    (
        "delayed",
        frozenset({"other"}),
        re.compile(
            r"""
              (交|报|递|申请|送)[^。;；!！?？\n]{0,14}([一二两三四五六七八九十几半\d]{1,3}(个)?(多)?(个?月|年|天)|半年|一年)(多|了|都)*
              [^。!！?？\n]{0,12}(没|还在|一直|不见)
            | ([一二两三四五六七八九十几半\d]{1,3}(个)?(多)?(个?月|年)|半年)(多|了|都)*[^。!！?？\n]{0,8}没(有)?(一点|个|啥)?(动静|信儿?|回音|结果|下文|说法)
            | (办|审|批)(得|的)?(也)?(太|真|这么|好)?慢
            """,
            re.VERBOSE,
        ),
    ),
)
"""What is told plainly, with the kinds that it goes before: money taken to be shared out, a carer who is paid and stays
away, a review without a visit or with a meeting of one's own people, a refusal without paper, months without anything."""


def made_plain(known: str | None, said: str) -> str | None:
    """The kind that the words tell plainly, where it goes before the known one; the graver first."""
    return next(
        (name for name, lesser, words in PLAIN if (known or "other") in lesser and words.search(said)), None
    )


def of(category: str | None, said: str) -> str:
    """The category, where its own facts are told in these words; else what they tell plainly, or a broader one."""
    found = _with_facts(category, said)
    return made_plain(found, said) or found


def _with_facts(category: str | None, said: str) -> str:
    name = category or "other"
    facts = FACTS.get(name)
    if facts is None or re.search(facts, said):
        return name
    broader = BROADER.get(name, "other")
    return broader if broader != "payment_missing" or NOT_COME.search(said) else "other"


def in_words(category: str | None, said: str) -> str:
    """The category in plain words: a charge only where it is made in these words."""
    name = category or "other"
    if name in CHARGES and not re.search(CHARGES[name][1], said):
        return CHARGES[name][0]
    return words.category(name)
