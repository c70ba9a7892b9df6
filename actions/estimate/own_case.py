"""Words that tell of the speaker's own household, and ask, want and complain of nothing."""

import re

from actions import danger
from actions.complaint import interruptions, phrases
from actions.estimate import apart, reading, relations
from actions.turn import Turn
from knowledge.estimate.rules import Value

OTHERWISE = frozenset(
    {
        *("crisis", "collective_action", "request_human", "privacy_request", "bot_challenge"),
        *("thank", "goodbye", "abuse", "make_suggestion", "give_praise"),
        *("withdraw_petition", "urge_petition", "reject_reply", "accept_reply"),
    }
)
"""Meanings that words of a household do not have, however they sound."""
OFFICES = (
    r"(村里?|镇上?里?|乡里?|社区|街道|居委会?|大队|队里?|民政局?所?|窗口|工作人员|干部|书记|主任|村长|队长|组长|会计|专干"
    r"|领导|上头|上面|他们|人家|经办人?|你们)"
)
GRIEVANCE = re.compile(
    rf"""
      投诉|举报|控告|告状|曝光|上访|信访
    | 反映(?!迟钝|慢)
    | 凭(什么|啥)|不公|不合理|不讲理|黑心
    | 金额不对|少算|算(少|错)|少发|发(少|错)|多收
    | 关系户|走后门|优亲厚友|开后门|送礼
    | [跟向找管问](我|俺)(们家|们|家)?(要|讨|收)[^,，。;；\s]{{0,4}}([\d一二两三四五六七八九十几百千万]|钱|好处|红包|烟|酒)
    | 打点(?!零|短|小|散|杂|工)|好处费|辛苦费
    | 吃拿|卡要|克扣|冒领|贪|侵占|挪用|套取
    | 态度|骂(我|俺|人)|刁难|推来推去|踢皮球|推诿|拖着|卡着|压着
    | (不|没)(给|让|肯|予)(我|俺|我们|咱)?(家|们)?(办|报|批|评|发|签|盖|开|申请|受理|登记|上报|纳入|填)
    | (不|没)(受理|批准|答复|公示|通过|评上)
    | (没|未|不)(到账|发放|发下来|收到|领到|拿到|打到)
    | (低保|五保|特困|补贴|补助|救助金?|钱|待遇)[^,，。;；\s]{{0,6}}(停了|取消了|被停|被取消|没发|没到|没了|断了|少发|扣了|不发)
    | (停|取消|扣)(掉|了)?(我|俺|我们)(家|们)?的?(低保|五保|特困|补贴|补助|钱)
    | {OFFICES}[^,，。;；\s]{{0,8}}((不|没)(?!房|车|地|钱|得|有)|拖|推|扣|骂|打了|叫(我|俺)|让(我|俺)|要(我|俺|钱)|收了|拿了|说(我|不|要|得))
    | (热线|12345|你们)[^,，。;；\s]{{0,6}}(打不通|没人接|不接)
    | 没人(管|理|问)(?!过)
    | 讨(个)?说法
    """,
    re.VERBOSE,
)
"""Something was done wrong by an office, or by somebody who got what others did not."""
PLEADS = re.compile(
    r"""
      救(救|命)|快来|帮帮|求(你|您|求|助)|受不了|撑不|活不|没法活|过不下去
    | 断(了)?[粮炊药顿]|没(有)?(饭|米|粮|吃的)|没吃没|揭不开锅|饿|冻(死|坏|得|僵)
    | 没(有)?(地方|处)(住|睡|去)|流浪|走投无路
    | 没钱(吃|看|治|抓|交|救)|欠费|停药|等(着)?(交)?钱
    | 打(我|俺)|挨打|寻(死|短)|想不开|不想活|自杀|跳(楼|河|桥|井)|上吊|割腕|[农老鼠安眠]药(?=.{0,3}(喝|吃|买|准备))|(喝|吞|吃)(了)?(农|老鼠|安眠)药
    """,
    re.VERBOSE,
)
"""Help is called for, or danger told of."""
WANTS = re.compile(
    r"""
      ^(那|我|俺|就|还是|嗯|好|哦|[\s,，])*(想|要|打算|准备|来)(申请|办理?|问|咨询|查|找|看看|了解|评|领|要|换|改|退|取消|撤)
    | (^|[能你您请来\s,，])帮(我|俺|忙)(?!打的)|给(我|俺)(查|办|记|登记|打|转|算|说|讲)|麻烦|请(你|您|问)|告诉(我|俺)
    | 转人工|人工|打(过来|回来)|回电
    | 算了|不用了|不办了|不说了|谢谢|再见
    """,
    re.VERBOSE,
)
"""Something is wanted, of us or of the office."""
KIN = (
    r"(爸|妈|爹|娘(?!家)|父亲|母亲|父母|老汉儿?|老公|老婆|媳妇|婆娘|堂客|屋里人|男人|当家的|老头子?|老太婆|老伴|爱人|丈夫|妻子"
    r"|公公|婆婆|岳父|岳母|丈人|丈母娘|儿子|女儿|女子|闺女|姑娘|丫头|娃儿?|孩子|小孩|崽|孙子|孙女|外孙|爷爷?|奶奶?|公|婆|外公|外婆|姥姥|姥爷"
    r"|哥哥?|弟弟?|姐姐?|妹妹?|兄弟|姊妹|嫂子|弟媳|女婿|儿媳妇?|侄子|侄女|大伯|叔叔?|伯伯?|舅舅?|姑姑?|姨|婶|堂哥|表弟"
    r"|老两口|两口子|两个老的|老人家?|一家人)"
)
PERSON = rf"(我们?|俺们?|咱们?|他们?|她们?|{KIN})"
CIRCUMSTANCES = re.compile(
    rf"""
      \d{{1,3}}(来|多)?岁|[一二三四五六七八九十]{{1,3}}岁|(^|{PERSON}|今年|快|都|满|已经)\d{{2}}了?(?=$|[\s,，。他她我])
    | [两俩三四五六七八九\d一](口|个)(人|之家)|口人|一家[三四五六七八]口|一家子
    | (就|只)(剩|有)?(我|他|她|俺|跟我|跟他)(一个|自己|们)?[^,，。\s]{{0,4}}(人|过|住)|一个人(过|住|$)?|单身|光棍|独居
    | 养老金|养老钱|居民养老|退休|低保户|五保户|贫困户|脱贫户|建档立卡|农户|农村人|边缘户|普通(农户|人家|家庭)
    | 打(零)?工|上班|务工|务农|工地|厂里|做(活|工|事|小工|保洁|饭|生意)|干(活|不得|不了|不动|点)|搬砖|洗碗|摘菜|开(货)?车|跑(车|出租|货|外卖|滴滴)|送外卖|下岗|失业|无业|没(得|有)?(工作|活)|没活
    | 种(地|田|菜|点|着|了)?|养(猪|鸡|羊|牛|鱼|蜂)|亩|地里|田里
    | 收入|工资|一个月|每月|月月|一年|一天|平均|块钱?|元|[百千万](多|把|来|块|元|$)|\d{{3,}}
    | 残疾|[一二三四1-4]级|残联|肢体|精神|智力|视力|听力|假肢|轮椅|拐
    | 病|瘫|癌|瘤|中风|脑梗|偏瘫|尿毒|透析|肝硬化|慢阻肺|糖尿|血压|心脏|肾|肺|肝|骨折|手术|化疗|住(了)?(两|三|几|\d)?(次|回)?院|吃药|药(钱|费)|打针|胰岛素|医药费|自费|报销|报完|腰|腿|眼睛?|看不见|听不见|动不了|起不来|躺(在)?床|卧床|不能自理|照顾
    | 存款|存折|存了|积蓄|存(有|着)|欠(账|债|款|了|着|亲戚|银行|信用社|\d|[一二三四五六七八九十])|借(了|的|钱|\d|[一二三四五六七八九十])|贷款|房贷|外债
    | (套|间|层|栋|处|座)(楼?房|屋|楼|$)|[瓦土砖平楼]房|老房子?|旧房子?|危房|没(得|有)?房|租(房|的|了)|自建房|公租房|廉租房|平方?米?
    | 面包车|三轮|摩托|电瓶车|电动车|轿车|小车|货车|拖拉机|没(得|有)?车|车(卖|过户|报废)
    | 户口|户籍|本本上|单独立户|分(了)?(家|户)|另外(过|住)|一起(过|住|吃)|没(有)?离婚|离(了)?婚|没(有)?结(过)?婚|结了婚|再婚|改嫁|嫁(到|出|了|人)|丧偶|寡
    | {PERSON}[^,，。\s]{{0,6}}(死了?|走了|没了|去世|过世|不在了|跑了?|失踪|失联|坐牢|判刑|服刑|进去了|戒毒|不联系|联系不(上|到)|找不(到|着)|不管|没(回|管|来|寄|给)|一分(钱)?(也|都)?(不|没)|不给(钱|生活费|抚养费))|^跑了|(再|就)?没(有)?回来(过)?|不联系|没(有)?(音信|消息)|坐牢|报(过|了)(案|警)|打不通
    | {PERSON}[^,，。]{{0,10}}(没(得|有)?(收入|退休|工作|钱|劳动力|儿没女|娃|孩子)|给(我|我们|俺)|寄|有(病|车|房|证|地))
    | 上(学|高中|初中|小学|大学|幼儿园)|读(书|高中|初中|小学|大学|大专)|(小学|初中|高中|大学|幼儿园|职高|中专|大专)生?(?=$|[\s,，。])|毕业|辍学
    | (^|{PERSON}|今年|快|都|满)([二三四五六七八九]十[一二三四五六七八九]?|[二三四五六七八九]?十[一二三四五六七八九])了?(?=$|[\s,，。他她我])
    | 糊涂|痴呆|老年痴|傻|疯|聋|哑|瞎|要人(守|照|管|看)|离不(得|开)人|没法(出去)?(干|打工|上班|做)|出不了门|走不(动|得)|守着|带(着)?(娃|孩子|两个)
    | 照(看|料|应|顾)|出不(去|得门)|伺候|侄子|外甥|(就|有)(一|个|两)?个?(亲)?(哥|弟|姐|妹|兄弟|姊妹)
    | 证(有|办|是|下来)|(有|办|没|没得|没有|是)(残疾)?证|病历|诊断
    """,
    re.VERBOSE,
)
"""What households tell of themselves when they ask whether they can get assistance."""
NOTHING_ASKED = re.compile(
    r"""
      (啥|什么|哪(里|儿)?|谁)子?[^,，。]{0,3}[都也][^,，。]{0,4}(不|没|无)
    | (没|冇|莫|不)(有|得)?(多少|什么|啥子?|几(个|样|块)?|怎么|咋个?)
    | (不管|无论)[^,，。]{0,6}
    | 没有?(我|俺)?(也)?(不晓得|不知道|不清楚)
    | [了过得着](好)?几(?=[次趟回天年个块百千万月])
    | (有|种|养|剩|就)(着|了)?(那么)?(好)?几(?=分地|亩|间|只|头|棵)
    """,
    re.VERBOSE,
)
"""Words of a question that ask nothing in a statement: 没得多少."""
OF_OTHERS = re.compile(
    r"(隔壁|邻居|对门|(我们?)?村(里|上|头)?(还)?有(个|一个|一?户|几户)|有(个|一)(户|家|老人|人)|别人家|人家家)"
)
"""Somebody outside the speaker's family is told of."""
SUPPOSES = re.compile(r"^(那|但是?|可是?|[,，\s])*(要是|如果|假如|假设|万一|比如|换成|若是)")
"""What comes is only thought of."""
OF_A_RECORD = ("petition_no", "application_no", "phone", "id_number", "bank_card")
LONG_NUMBER = re.compile(r"\d{7,}")
"""A telephone, or another number that identifies somebody or something."""
MORE_QUESTIONS = re.compile(
    r"""
      (找|问|归|由)谁|谁(来)?(管|办|定|批|说了算)
    | 咋个|啷个|好久(?!没|不|都|了|以前)|好多(?=[钱块天次]|$)|有没得
    | ^(那|我们?|他们?|还|也|都|现在|[\s])*(可以|可不|能|要|该|会|算|得)[^,，。;；]{0,14}(?<![也还都就又可真要老差])不(嘛|呢|啊|哦)?[?？]?$
    """,
    re.VERBOSE,
)
"""Questions in the speech of the south-west, and those that end in a bare 不."""


_BEHIND_A_QUESTION = re.compile(r"(?<=[?？])")


def facts_told(turn: Turn) -> dict[str, Value]:
    """What the clauses of the message that ask nothing tell of the household."""
    if turn.pressed:
        return {}
    parts = [part for part in phrases.CLAUSES.split(_BEHIND_A_QUESTION.sub(" ", turn.said)) if part]
    stated = " ".join(part for part in parts if not asks(part))
    if not stated:
        return {}
    whole = stated == " ".join(parts)
    told = reading.facts_of(turn if whole else turn.with_said(stated))
    if "heads" not in told and relations.is_of_two(apart.own_words(turn.said)):
        told |= {"heads": 2, "spouse": True}
    return told


def tells_own_case(turn: Turn) -> bool:
    """Whether typed words state something of the speaker's own household: they ask nothing, want nothing, call for no help, and
    complain of no office. What they are taken for does not matter, unless it is danger or a wish for a person."""
    said = turn.said.strip()
    if not said or turn.offered or turn.pressed or turn.intent in OTHERWISE:
        return False
    if (
        phrases.COMPLAINS.search(said)
        or GRIEVANCE.search(said)
        or OF_OTHERS.search(said)
        or SUPPOSES.search(said)
    ):
        return False
    if PLEADS.search(said) or interruptions.URGENT.search(said) or _in_danger(said):
        return False
    if asks(said) or WANTS.search(said) or turn.entities(*OF_A_RECORD) or LONG_NUMBER.search(said):
        return False
    return bool(CIRCUMSTANCES.search(said) or reading.facts_of(turn))


def _in_danger(said: str) -> bool:
    return any(
        words.search(said) for words in (danger.OF_SELF, danger.RELATIVE_IN_DANGER, danger.NO_POINT_IN_LIVING)
    )


def complains(said: str) -> bool:
    """Whether words of grievance against an office stand in it."""
    return bool(phrases.COMPLAINS.search(said) or GRIEVANCE.search(said))


def asks(said: str) -> bool:
    """Whether one of the clauses is a question."""
    clauses = filter(None, phrases.CLAUSES.split(NOTHING_ASKED.sub("", said)))
    return any(phrases.asks(clause) or MORE_QUESTIONS.search(clause) for clause in clauses)
