"""Words of danger: of one's own, of another's, and those that are only borrowed (办后事) or tell of the past."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.complaint import phrases
from understanding import Parsed

OF_ANOTHER = re.compile(
    r"隔壁|邻居|对门|楼上|楼下|老太太|老头|老婆婆|老奶奶|(?<!我是)(?<!我一个)(?<!孤寡)老人|大爷|大娘|小孩|村里有|(?<!没)有个|(?<!没)有人|奶奶|爷爷|外婆|姥姥|爸爸|妈妈|我[爸妈爹娘]|(?<![其吉])他(?!妈的)|她"
)
RELATIVE = r"(我|俺|额)(们)?(家|屋里)?的?(爸|妈|爹|娘|爷|奶|公公|婆婆|哥|弟|姐|妹|儿|闺女|女|孩子|娃|媳妇|老婆|老公|老伴|老汉|男人|姑|叔|舅|姨|侄|孙)"
RELATIVE_IN_DANGER = re.compile(
    rf"{RELATIVE}[^,，。]{{0,8}}(拿着?农药|喝(了|下)?(农)?药|要跳|想不开|寻(死|短)|割(了)?手?腕|上吊|吞|站(在|到)[^,，。]{{0,6}}(楼|桥|河|窗))"
)
"""A relative may hurt themselves."""
RELATIVE_HURT = re.compile(rf"{RELATIVE}[^。；]{{0,12}}(青|紫|肿|流血|伤|挨打|被打)")
OF_SELF = re.compile(
    r"(我|俺)(也|真|都|就)?(不想(?!留|说|写|报|让|叫|惹|给)|想死|要死|活不|活着|没法活|自杀|了断|跳)|不想活|活不下去|死了算|(打|砍|杀|捅|掐|扇|揍|踢)(了)?(我|俺|额)"
    r"|(打|扇|揍|踢)了?(我|俺|额)|又(打|揍)(我|俺|额)"
    r"|不想(再)?(拖累|连累)"
    r"|(我|俺|额)(还|又|就|只|总|也|都|活着)*(是|会)?(个)?(拖累|连累|累赘|多余的|没用的人|废人)"
    r"|(我|俺|额)[^,，。]{0,4}(遭不住|受不了|撑不住|熬不住|扛不住|顶不住|崩溃)"
    r"|(?<![爸妈爹娘爷奶公婆哥弟姐妹儿孩娃他她])(一个人|独自)[^,，。]{0,4}(坐|站|蹲)(在|到)[^,，。]{0,6}(水|河|江|井|塘|桥|楼|崖|坝)"
    r"|(想着|就想|想)[^,，。]{0,6}(下去|跳下|往前一步|眼一闭|一闭眼|睡过去)[^,，。]{0,4}(清静|清净|轻松|解脱|完了|了事)"
)
"""What the speaker says of their own danger goes before the other, and so does what could be either."""
DEADLY = re.compile(
    r"""
      (喝|吃|吞|灌)(了|下|过|的)?(一|半|整|几|好多|很多)?(瓶|口|把|片)?(农|毒|老鼠|耗子|安眠)?药
    | 农药|敌敌畏|百草枯|安眠药
    | 割(了)?(腕|脉|手腕)
    | 上吊|投(河|井)|自焚|烧炭
    | 跳(了)?(楼|河|井|桥|江|水|塘|下)
    | (站|坐|爬|蹲)(在|到|上)?(了)?[^,，。]{0,4}(楼顶|天台|窗台|窗户|桥|水边|水里|山上|明天没|河边|江边|井|水库|铁轨|房顶|屋顶|塔)
    """,
    re.VERBOSE,
)
"""Words of somebody, whoever it is, who may be dying or about to."""
NO_POINT_IN_LIVING = re.compile(
    r"""
      活着(还|是|又|都)?(能|要)?(干|做|弄|为|图|有)(了)?个?(啥|嘛|什么|么子|么事|甚|啥子|个啥|毛)(?!都)
    | 活着(也|真|都|还|就|没)*(没(得|有)?(啥|什么)?(意思|劲|用|味|盼头|指望)|受罪|多余|累赘|遭罪)
    | 还活(着|个)(干|做)?(啥|嘛|什么|么)
    | (不如|还不如)(死|走|没)了|(走|死)了(倒|反倒|就)?(好|干净|清净|省心|解脱|算了)
    | 活(得|着)?(够|腻|不下去)了?|(不想|懒得)(再)?(活|醒)
    """,
    re.VERBOSE,
)
"""Somebody sees no point in living, whatever the words were taken for."""
SAID_BY_ANOTHER = re.compile(
    r"(他|她|老人|老太太|老头|[爸妈爹娘爷奶]|儿子?|女儿|闺女|娃|孩子|老公|老婆|老伴|邻居|隔壁)[^,，。;；]{0,8}(说|讲|喊|嚷|念叨|想着?|觉得|写|发)"
)
"""It is what another says of living."""
WEARY = re.compile(
    r"没(得|有|啥|什么)*(意思|盼头|指望|奔头|想头)(了|咯|啊|呀|得很)*$"
    r"|(没(得|有|啥|什么)*(意思|盼头|指望|奔头))(了|咯)?(?=[\s,，。])|熬不(住|下去)|撑不(住|下去)|都(无所谓|算了)了|拖累(了)?(孩子|儿女|他们|家里)"
)
"""Somebody is weary of it all; said twice, or with a loss, it is heard as danger."""
LOSS = re.compile(
    r"(老婆|老伴|男人|媳妇|娃|儿子|女儿|爹|妈|老公)[^,，。]{0,4}(走|没|跑|死|不在)了|欠(了|下)?[^,，。]{0,6}(债|万|钱)"
)

NOT_BEATEN = re.compile(
    r"(没(有|得)?|冇|不曾|并未|从来不|从不|未)(人)?(打|骂|虐待|饿|伤|亏|欺负)(过|着|到)?(孩子|娃儿?|小孩|老人|人|她|他|我|俺)?"
    r"|没(有)?(挨|被)(过)?(打|骂|饿)|没(有)?(受伤|伤着)|[饭吃](也|都)?有(得|的)?吃|不是(说)?(要|想)?(死|寻死|自杀|寻短见)"
)
OF_FUNERAL = re.compile(
    r"(办|料理|操办|安排)(了|完)?(后事|丧事|白事)|后事(花|用|费|的钱|钱|办|要|都|咋|怎么)|丧葬(费|补助|补贴|金)?|火化|殡葬|死亡证明|骨灰|销户"
)
OF_CALLS = re.compile(
    r"打(一?个|来|过来|回|不通|得通|过去)?(电话|手机)|电话(打|没|不)|(没|不|未|冇)接(着|到|住)|听不(见|到|清)|打(工|印|听|卡|款|钱|麻将|牌|扫|理|算|字|开|折)"
    r"|(你们?|您|可以)打(的时候|过去|(我|他|她)?(家|们)?(邻居|隔壁|老师|儿子|闺女|女儿|亲戚|村[里上]|小卖部)的?(?=.*(电话|号码|手机|座机|转告|叫我)))"
)
CALLED_AT = r"(上午|下午|中午|晚上|早上|[点时天](半|钟)?(以后|之后|过后|后)?|再|随时)打"
WHEN_TO_CALL = re.compile(rf"{CALLED_AT}(?=给我|电话)")
WHEN_BARELY = re.compile(
    rf"{CALLED_AT}(?=都|就|来|过来|吧|行)|((明|后|今)天|[\d一二两三四五六七八九十][号点]|周|星期|礼拜|随时)[^,，。再]{{0,4}}打(?=$|[\s,，。])"
)
"""When a call may be made, with a day or an hour: 大后天下午打."""
BLOW_TOLD = re.compile(
    r"怕|跑|躲|哭|他|她|喝|酒|老公|老婆|男人|[爸妈爹娘]|儿|娃|孩子|天天|每[天晚]|又|疼|骂|人"
)
"""What tells of a blow, beside which a bare 打 is no call."""
PASSED_ON = re.compile(
    r"踢(来踢去|皮球)|推(来推去|[^,，。]{1,3}[,，\s]*[^,，。]{1,3}推)|急死(个)?人|烦死|气死|累死|忙死|死活(不|要|说)|跑死"
)
LEFT_ALONE = re.compile(
    r"(兄弟|姊妹|姐妹|[哥弟姐妹叔侄舅姑]|亲戚|儿子?|女儿?|闺女|家里人|子女|村里|镇上|乡里|干部|政府|他们?|没(得|有)?(哪)?[个人]+|谁|哪个)[^,，。]{0,20}"
    r"(不|没|冇|懒得|没人|没得)(得|有)?(一?[个人])?(肯|来|想)?(管|理|问|养|来往|走动|联系)(过)?(我|俺|咱|我妈|我爸|老人|老的|他|她)?(们)?(的)?(事)?(?!.*(死|活))"
    r"|没(得|有)?(哪个)?人(来|肯)?(管|理|问)(过)?(我|俺|咱|额)?(们)?(这些)?(人)?(?!.*(死|活))"
)
"""Relatives or offices that see to nobody: sad, and no danger."""
OWN_FUNERAL = re.compile(r"(我|俺|额)(自己)?的(死亡证明|丧葬费|后事|骨灰|火化)|我自己先交")
"""One's own death is spoken of in the office's words."""
BORROWED = (NOT_BEATEN, OF_FUNERAL, OF_CALLS, WHEN_TO_CALL, PASSED_ON)
"""Phrases that hold a word of danger and tell of none; those of `LEFT_ALONE` only where no other word of it stands in them."""
MAY_BE_DANGER = re.compile(
    r"死|活|命|刀|血|毒|药|绳|跳|杀|轻生|寻短|想不开|打|掐|揍|昏|晕|不醒|不应|倒(在|了)|摔|伤|救(?!助)|解脱|没(得|有|啥)?意思|盼头|遗书|锁|关在|绑"
    r"|交代|后事|临走|告个?别|用不[着上]|看不到了|求你们|关机|没取|不上来|没我|灯(亮|也)|[两几三四五六七八九十]天(没|了)|淋|不打算|送人|拖到|别醒|等着|幼儿园|认不着|绝路|没路|无望"
    r"|煤气|汽油|瓦斯|炸|雷管|枪|棺材|寿衣|寿材|桥|水边|水里|山上|明天没|河边|江边|水库|塘|崖|楼顶|天台|坝上|绝笔|牵挂|托付|不回来|清净|清静|下辈子|来生|吞"
    r"|烧|着火|冻|饿|走了|没了|不在了|撑|熬|难受|害怕|怕他|威胁|骚扰|追|撵|偷偷|最后|告别|再见|对不起"
    r"|上不来气|喘|中风|嘴歪|喝不上|屎尿|瘫|(掉|落|滑|栽|扔|丢|推)[^,，。]{0,3}(井|河|沟|雪)|[井河雪沟](里|边|沿|坎|地)|砍|捅|抽我|虐待|家暴|柴房|猪圈|地窖"
)
GRAVE = re.compile(
    r"虐待|家暴|病|烧|伤|住院|押金|停针|停药|医院|抢救|今晚|今夜|着火|起火|塌|淹|冷|桥洞|关在|锁|瘦|皮包骨|倒地|搬(走|出)|赶|撵|没(地方|处)|起不来|下不了床|柴房|救护车"
)
"""Words of illness, a wound, ill-treatment, cold or a lost roof: need that being fed or paid back does not end."""
OF_BUSINESS = re.compile(
    r"电话|低保|特困|五保|补贴|补助|津贴|申请|材料|证明|编号|查询码|答复|登记|投诉|审批|公示|报销|报账|名额|年审|认证|发放|到账|户口|社保|养老金"
)

PAST = re.compile(
    r"去年|前年|大前年|上次|上回|以前|从前|那(一)?年|前几年|早些年|(?<!\d)(19|20)\d\d年|头些年|曾经"
)
ASKS_OF_AID = re.compile(
    r"补助|补贴|津贴|低保|特困|五保|临时救助|医疗救助|救助金|报销|报账|申请|政策|待遇|助学|贷款|减免|条件|材料|证明|标准|怎么算|算不算|公示"
)
"""Words of a question how aid is had, which is no call for help."""
NAMES_AID = re.compile(r"低保|特困|五保|临时救助|医疗救助|(补助|补贴|津贴)(?!点)|养老金|养老保险|丧葬")
NOW = re.compile(
    r"断(了)?[粮炊药顿]|揭不开锅|没(有|得)?(开|动|生)(过)?(火|烟火|伙)|没(有|得)?(地方|处)(住|睡|去)|无家可归|没吃没喝|没饭吃|没(有|得)?(吃的|米|粮)|饿|冻|停药|赶出来|撵出来"
    r"|[几两三四五]天没(吃|饭)|救命|救救|快不行|昏|晕|流血|(今天|今晚|今夜|现在|刚才|马上|明天|昨晚|刚刚)[^,，。]{0,12}(塌|烧|着火|淹|停药|赶|撵|没地方|打)|喝稀饭"
)
"""Need that is here and now."""


FED = re.compile(
    r"""
      (饿(倒|是|也|还|肯定|反正){1,3})?饿(倒|是|也|还|都|肯定|反正|着|人|死|他|她|我){0,3}不着
    | (?<![能么咋])(不|没)(算|咋|怎么|大|挨|受|得)?饿(?!死)(着|过|到)?(?![吗么嘛呢?？])
    | [吃饭粮米](喝|的|食)?(都|也|倒|还|是)*(不缺|不愁|不差)
    | (不缺|不愁|不差|少不了)(口|他|她)?(吃|饭|米|粮)[的吃喝]?
    """,
    re.VERBOSE,
)
"""There is something to eat: 饿倒是饿不着, 不缺吃的."""
NO_FOOD = re.compile(r"没(有)?(口|得)?(饭|米|粮|吃)")


def fed(said: str) -> bool:
    """Whether it is said that nobody goes hungry, and nothing tells of another need that is here and now."""
    rest = FED.sub("", said)
    return rest != said and not (NOW.search(rest) or NO_FOOD.search(rest) or needs_more(rest))


def needs_more(rest: str) -> bool:
    """Whether what is told beside food or money is danger, illness, a wound or another need that is here and now."""
    return in_danger(rest) or any(words.search(rest) for words in (MAY_BE_DANGER, GRAVE))


AFRAID_TO_SPEAK = re.compile(
    r"(不敢|不能|没法)(打电话|接电话|出声|吱声|说话|开口|大声)[^。]{0,12}(他|她|那个?人|老公|男人|爸|儿|在|听)"
    r"|(他|她|那个?人|老公|男人|我爸|儿子)(们)?(就|还)?在(外面|外头|旁边|边上|跟前|门口|客厅|隔壁|屋里)[^。]{0,14}(不敢|悄悄|偷偷|小声|听(得)?[见到])"
    r"|(悄悄|偷偷|小声)(地)?(跟|给|和|问|找|告诉)?(你|您)?[^。]{0,12}(他|她|那个?人|老公|男人|我爸|儿子)(们)?(就|还)?在"
)
"""Somebody may not be heard by another who is close by."""
CANNOT_SPEAK = re.compile(
    r"(^|我|俺)(是|也是|生来|从小|个|又)*(聋|哑)(哑|巴|的|人|子)"
    r"|(^|我|俺)(现在|这会儿|又|也|都|是|嗓子|真|,|，|\s)*((说|讲)不(了|成)(话|声)|(出|发)不(了|出)声)"
    r"|(^|我|俺)(现在|这会儿|又|也|都|是|嗓子|真|,|，|\s)*(不会|没法|不能)(说话|讲话|开口|出声)"
    r"|(不|别)能?让(他|她)听(见|到)|怕(他|她)(听|发现)"
)
"""The speaker cannot use a telephone: deaf or mute, or somebody must not hear them."""
NOT_BY_TELEPHONE = re.compile(
    r"(没法|不能|不敢|不方便|没办法)(打电话|说话|讲话|出声|开口|接电话|吱声|大声)|(打|接)不(了|成|得)电话"
)
"""Somebody cannot use a telephone: the speaker, where no other is named before it."""
NOT_THE_SPEAKER = re.compile(
    r"(他|她|人家|老人|老太太|老头|邻居|[爸妈爹娘爷奶公婆哥弟姐妹]|儿子|女儿|闺女|娃|孩子|老公|老婆|老伴|男人)(?!.*(我|俺))[^,，。;；\s]*$"
    r"|(欠费|停机|没话费|没钱)[^,，。;；\s]*$"
)
"""Before the words that somebody cannot telephone: another is named, or only the bill was not paid."""
TOLD_FIRST = re.compile(
    r"病|昏|晕|嘴歪|中风|摔|伤|血|断了|喝(了|下)?药|农药|吞|不想活|想死|要死|自杀|活不|跳(楼|河|井|桥)"
    r"|不(动|醒|应)|没(气|反应)|说不出|发烧|高烧|喘|抽(搐|筋)|着火|淹"
)
"""Illness, a wound or despair, of which who cannot speak is told as everybody is."""


def cannot_speak(said: str) -> bool:
    """Whether who calls for help cannot speak, or may not be heard."""
    if CANNOT_SPEAK.search(said) or AFRAID_TO_SPEAK.search(said):
        return True
    return any(not NOT_THE_SPEAKER.search(said[: one.start()]) for one in NOT_BY_TELEPHONE.finditer(said))


CHILDS_AGE = re.compile(
    r"我(们)?(今年|才|刚|满|快)*([4-9]|1[0-3]|[四五六七八九]|十[一二三]?)岁|我(是|在|上|读)[^,，。]{0,3}(小学|[一二三四五六]年级)"
)
NO_GROWN_UP = re.compile(
    r"(没|冇)(有|得)?(一个)?大人|(爸|妈|爹|娘|奶奶|爷爷)[^,，。]{0,8}(不在(家|屋)|没(有)?回(来|家|屋)|打不通|不见了|不动|不醒|走了|跑了)|(就|只有|只剩)我(一个|和|跟|们)"
)
"""What a child says of themselves, and that no grown-up is there."""

OWN_CHILDREN = r"(娃|孩子|小孩|崽|儿子|闺女|女儿|丫头|孙子|孙女|小的|奶娃|毛毛)"
GROWN_UP_THERE = re.compile(
    rf"""
      (我|俺|额|咱|一个人|独自|自己|我妈|我爸|奶奶|老人|媳妇|婆娘)[^,，。没不]{{0,4}}
      (带|领|拉扯|拖|抱|守|陪|养|背|哄)(着|起|了|到)?[^,，。没]{{0,6}}{OWN_CHILDREN}
    | (我|俺|额)(一个人|自己)?(跟|和|同|与)(我|俺)?(家|的)?[^,，。没]{{0,4}}(娃|孩子|崽|儿子|闺女|女儿|孙子|孙女)
    | (我|俺|额)(就)?是(他|她|娃|孩子|崽|小孩)(们|儿)?(的|他|她)?(亲)?(妈|爸|娘|爹|奶|爷|外婆|外公|姥|家长)
    | {OWN_CHILDREN}(们)?[^,，。]{{0,4}}(在|跟)(我|俺)(的)?(怀|身边|跟前|旁边|边上|手|屋|床)
    | (我|俺)[^,，。没不]{{0,4}}(在|守在|陪在){OWN_CHILDREN}(们)?(身边|跟前|旁边|边上)
    """,
    re.VERBOSE,
)
"""A parent or another grown-up tells that they have the children with them."""


def grown_up_there(said: Sequence[str]) -> bool:
    """Whether a grown-up tells, in one of these messages, that they are with the children; what a child says of itself is no
    such thing."""
    if any(map(CHILDS_AGE.search, said)):
        return False
    return any(map(GROWN_UP_THERE.search, said))


def child_alone(said: Sequence[str]) -> bool:
    """Whether a child tells, in these messages together, that no grown-up is with them."""
    told = " ".join(said)
    return CHILDS_AGE.search(told) is not None and NO_GROWN_UP.search(told) is not None


def in_danger(said: str) -> bool:
    """Whether the words themselves tell of somebody in danger, the speaker or another."""
    return any(
        words.search(said)
        for words in (OF_SELF, DEADLY, RELATIVE_IN_DANGER, RELATIVE_HURT, NO_POINT_IN_LIVING)
    )


def of_another(said: str) -> bool:
    """Whether danger is told of somebody else than the speaker."""
    told = any(words.search(said) for words in (OF_ANOTHER, RELATIVE_IN_DANGER, RELATIVE_HURT))
    own = OF_SELF.search(said) or (NO_POINT_IN_LIVING.search(said) and not SAID_BY_ANOTHER.search(said))
    return told and not own


def borrowed(parsed: Parsed, said: str) -> bool:
    """Whether what was taken for danger only borrows its words (办后事花了一万多, 没打孩子), or is a plain question on the
    business of the office in which no such word stands."""
    rest = said
    for words in BORROWED:
        rest = words.sub("", rest)
    if not BLOW_TOLD.search(said):
        rest = WHEN_BARELY.sub("", rest)
    told, rest = rest, LEFT_ALONE.sub(lambda left: left[0] if _tells_danger(left[0]) else "", rest)
    if _tells_danger(rest) or OWN_FUNERAL.search(said):
        return False
    backed = [str(word) for word in (parsed.safety or {}).get("words") or ()]
    if any(word in told for word in backed):
        return False
    business = OF_BUSINESS.search(said) and asks(said) and not backed
    return rest != said or bool(business)


def _tells_danger(said: str) -> bool:
    return in_danger(said) or MAY_BE_DANGER.search(said) is not None


ENDS_ASKING = re.compile(r"([不没]|没有|有[^,，。\s]{0,8}没得)[了啊呀呢嘛]?[?？。!！]*$")


def asks(said: str) -> bool:
    """Whether the message is a question, endings of the dialects included: 今天来得了不, 有补助没得."""
    return phrases.asks(said) or ENDS_ASKING.search(said) is not None


def only_asks_of_aid(said: str) -> bool:
    """Whether what was taken for a call for help asks how aid is had, or tells of what is long past, and of no need now:
    考上大学学费交不起 民政有没有补助, 去年申请过一次是房子着火."""
    if NOW.search(said) or in_danger(said) or not asks(said):
        return False
    return bool(ASKS_OF_AID.search(said))


TO_GET_BACK = re.compile(r"(要|追|讨|拿|退|还)(得|不|给|给我|给我们)?回|退(给|还)|把钱(要|退|还|补)")
"""What was taken is to be got back, which is the matter of a complaint: 能不能先把钱要回来."""


UNTREATED = re.compile(
    r"""
      (透析|血透|(?<![湿渗])透[了过]?[一二两三四几\d]+[回次趟]|化疗|放疗|胰岛素|吸氧|氧气)(?:(?!补|报|津贴|费|店|别的|别处)[^。;；]){0,18}
      (没(去|做|透|吸|得打|得做|打(?![到款钱卡过]))(?!过)|停了|断了|(去|做|透|打|吸|买)不(了|起|成)|没钱(去|做|打|透|买|治))
    | 药(?![店费补])[^,，。;；补报津费店]{0,3}(停|断)了?[^,，。;；\d]{0,3}([两三四五六七八九十几\d]+天|[一两二三半几]个?(星期|礼拜|周|月)|快?[一两二三]周)
    | (?<![天生空力])气[^,，。;；]{0,3}不(匀|上来|赢)|气(都)?(喘|出)?不过来|(?<!压得)(?<!压的)喘不(上|过)(气|来)|(憋|喘)得[^,，。;；]{0,5}[紫青]
    """,
    re.VERBOSE,
)
"""Treatment without which somebody dies is missed, or somebody fights for breath: 一星期透三回，这星期一回都没去."""


def untreated(said: str) -> bool:
    """Whether treatment is missed now, or breath is short, and it is not asked how aid is had."""
    if PAST.search(said) or OVER_IT.search(said) or only_asks_of_aid(said):
        return False
    return UNTREATED.search(said) is not None


def sobered(parsed: Parsed, said: str, *, telling: bool = False) -> Parsed:
    """What was understood, where danger or need was not meant: the likeliest other meaning, and a part of what is being
    told while a complaint is."""
    if parsed.intent not in CALLS and untreated(said):
        return replace(parsed, intent="request_help", confidence=max(parsed.confidence, NO_WORD))
    if telling and parsed.intent in ("request_help", "report_person_in_need") and fed(said):
        return replace(parsed, intent="inform")
    if telling and (told_beside(parsed, said) or _only_of_many(parsed, said)):
        return replace(parsed, intent="inform")
    if parsed.intent == "crisis" and borrowed(parsed, said):
        return replace(parsed, intent=_other(parsed, said))
    if parsed.intent == "request_help" and only_asks_of_aid(said):
        return replace(parsed, intent=_other(parsed, said))
    if telling and parsed.intent == "request_help" and _only_to_get_back(said):
        return replace(parsed, intent="inform")
    if parsed.intent == "request_help" and fed(said):
        return replace(parsed, intent=_other(parsed, said))
    return parsed


def _only_of_many(parsed: Parsed, said: str) -> bool:
    """Whether many are told of in a complaint to whom something is done, and who go nowhere."""
    safety = parsed.safety or {}
    strong = safety.get("words") or safety.get("override")
    return parsed.intent == "collective_action" and not strong and GOING.search(said) is None


def _only_to_get_back(said: str) -> bool:
    rest = TO_GET_BACK.sub("", said)
    return rest != said and not (NOW.search(said) or needs_more(rest))


OVER_IT = re.compile(
    r"""
      (腿|脚|手|腰|病|伤|人|身体|身子|现在|现今|如今|眼下)[^,，。;；]{0,4}(好(多|些|点|一些|一点|转|利索|得差不多)了?|好了|恢复|缓过来)
    | (已经|早就?|前(几)?天|上个?(月|周|星期|礼拜))[^,，。;；]{0,3}出(了)?院
    | 能(拄(着)?拐|下(地|床)|自己(走|吃|做)|走(路|动)了)
    | 能[做干](得了|一|点|些)*(轻|轻省|家务)*(活|事)(路|儿)?
    | (现在|现今|如今|后来|人|病|伤)[^,，。;；]{0,3}没(啥|什么|得)?事了
    """,
    re.VERBOSE,
)
"""An illness or a wound is told of that is past."""
PRESSES = re.compile(
    r"""
      一了百了
    | 抽(筋|搐)
    | 翻白眼
    | [痛疼]得
    | 没(有|得)?(起来|爬起来)
    | 砸
    | 垮|塌
    | [一半](粒|颗|口|把|碗)(米|粮|饭|面)
    | 动手|躲|堵|放火|水涨|涨水|不行了|要生|不见了|走丢|冒火|滚烫|掉下来|写好信|遗言|高烧|发烧|抢救|撵|喘|没(得|有)?钱?吃|没饭|没(得|有)?人照顾|复发|围着|肿
    """,
    re.VERBOSE,
)
"""Pain, a fall, a blow, a house coming down or an empty bin: told beside a complaint, somebody is called all the same."""
SHORT = 6
"""So many characters behind a recovery still belong to it: 现在好多了能干点活."""
LONG_AGO = re.compile(
    rf"{PAST.pattern}|上(个)?月|[两二三四五六七八九十几]个月(前|以前)|半年(前|多)|年(初|头上)|开春|[一二三四五六七八九十]月份"
)
HARDLY, NO_WORD, UNBACKED = 0.7, 0.8, 0.35
"""Below it a call is no more than likely; so it is a little above, where the judge of danger does not think so either."""
HARMLESS = re.compile(
    r"(?<!这是我)(?<!这是)最后一?(回|次|趟|遍)(?=是[^,，。]{0,3}[月号天年前]|(去|找|交|问|报|跑)[^,，。]{0,6}(是|的时候))|[开动]刀(?=了?花|的?钱|的?时候|欠|借)"
)
"""How often somebody went to an office, and no farewell; an operation that was paid for, and no knife."""
GOING = re.compile(
    r"去|到[^,，。]{0,8}(政府|局|门口|楼下)|门口|楼下|大院|坐着|上(县|省|市)|在你们|明天|上访|走访|堵|围|横幅|静坐|下跪|闹|北京|省|市[里政]|集体|联名|一(起|块|伙|帮)|找|等着|到你们|讨|要(个)?说法|坐车|包车|带(着)?人|叫上"
)
"""What many do who mean to go somewhere; many to whom something is done do not: 全村都收."""
SPENT = re.compile(r"(花|用|垫|借|欠)(了|下|的)[^,，。;；]{0,10}([十百千万\d]|钱|债)")
"""What was spent or is owed, which is told of a complaint and is no need of this hour."""


def told_beside(parsed: Parsed, said: str) -> bool:
    """Whether a complaint under way only tells more of itself, in words that were taken for a call: they are hardly taken for
    one, and no word of danger or of need here and now stands in them; or need is told of, and last of all that it is past."""
    if parsed.intent not in ("crisis", "request_help") or NOW.search(said) or in_danger(said):
        return False
    safety = parsed.safety or {}
    if safety.get("words") or safety.get("override"):
        return False
    if parsed.intent == "request_help" and _ends_in_recovery(said) and not PRESSES.search(said):
        return True
    told = HARMLESS.sub("", OF_CALLS.sub("", said))
    if needs_more(told) or PRESSES.search(told):
        return False
    if parsed.intent == "request_help":
        return parsed.confidence < HARDLY or SPENT.search(said) is not None
    return parsed.confidence < HARDLY or (
        parsed.confidence < NO_WORD and float(safety.get("confidence") or 0) < UNBACKED
    )


def _ends_in_recovery(said: str) -> bool:
    recovered = list(OVER_IT.finditer(said))
    if not recovered:
        return False
    behind = said[recovered[-1].end() :].strip(" ,，。;；!！了啦")
    return len(behind) <= SHORT and not (needs_more(behind) or PRESSES.search(behind))


CALLS = frozenset({"crisis", "request_help", "request_human", "collective_action"})
"""Meanings whose own action calls a person and passes the words on."""


def _other(parsed: Parsed, said: str) -> str:
    names = [name for name, _ in parsed.ranking if name not in CALLS]
    if asks(said):
        return next((name for name in names if name.startswith("ask_")), "ask_eligibility")
    return names[0] if names else "inform"


def despairs(said: str, before: list[str]) -> bool:
    """Whether no point in living is seen, or somebody is weary of it all for the second time, or with a loss told of."""
    if NO_POINT_IN_LIVING.search(said):
        return True
    weary = [one for one in before if WEARY.search(one)]
    return bool((WEARY.search(said) and (weary or LOSS.search(said))) or (weary and LOSS.search(said)))
