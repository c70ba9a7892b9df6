"""Who needs help, where they are and how they are reached, as told in a few words while a person is awaited."""

import re
from dataclasses import dataclass, replace

from actions.complaint import facts, names, phones, phrases, places
from actions.turn import Turn
from casework.people.identity import mask_name, mask_phone

PARTS = re.compile(r"[\s,，。;；、!！]+")
WARD = re.compile(
    r"(?P<where>[一-鿿]{0,6}?(人民|中心|中|县|市|镇|乡)?(医院|卫生院)([\s,，的]*[一-鿿]{1,6}?(科|病区|病房|病室|ICU))?([\s,，]*(第)?\d{1,4}(号)?(病)?[床室楼])*)"
)
MARK = (
    r"(小卖部|代销店|小学|中学|学校|幼儿园|卫生[室院所]|村委会?|村部|祠堂|庙|桥|水塘|池塘|井|树|商店|超市|药店|饭店|加油站|邮局|信用社|银行"
    r"|磨坊|戏台|晒场|粮站|供销社|仓库|电杆|路口|岔路口?|村口|河|坝|厂|公路|大路|坟|果园|鱼塘|砖窑|车站|站台|变压器)"
)
LANDMARK = re.compile(
    rf"{MARK}[^,，。]{{0,3}}(后头|后面|后边|后|前头|前面|前边|旁边|旁|边上|边|隔壁|对面|对过|对门|背后|斜对面|左边|右边|左手|右手|东边|西边|南边|北边|东头|西头|底下|下面|上头|下头|跟前|里头|里面)(的?[那这]?一?[家户])?$"
    rf"|^(村|镇|乡)(里|上)?的?{MARK}$"
    r"|(往|朝|向|靠|进)(东|西|南|北|左|右|里|上|下|前|后)[^,，。]{0,8}(家|户|栋|排|间|米|里路?|走|拐|头)"
    r"|(村|寨|街|巷|庄|屯|镇|院|坡|沟|路)(最)?(东|西|南|北|里|外|尾|上|下|中)(东|西|南|北)?(头|边|角|面|尾|口)"
    r"|(第|倒数第?|头|最后)(一|二|三|四|五|六|七|八|九|十|两|\d+)?(家|户|排|栋|间|个门)(?!人)"
    r"|(红|蓝|绿|黑|白|灰|黄|铁|木)(色|漆|皮)*(的)?(大)?(铁)?(门|瓦房|砖房|顶|院子|院墙)"
)
"""By what a house is found where no number stands on it: 小卖部后头, 往西第三家, 红铁门."""
HOUSEHOLD = (
    r"(一家|全家|我家|家里)?(就|有|是)?"
    r"((两|俩|[一二三四五六七八九十几]|\d+)(个|口)?(人|大人|老人|老的|小的|小孩|娃娃?|孩子|崽|口子)|老两口|娘[儿几俩仨]+个?|爷[儿几俩仨]+个?|祖孙[俩三]人?)+"
)
"""How many somebody is, before the place where they are."""
BEFORE_A_PLACE = re.compile(
    rf"^(好的?|行|嗯|那|[\s,，])*({HOUSEHOLD})?(一家(老小|人)?([一二三四五六七八九十\d]+口)?人?|全家|[挤困躲窝](?=在)|先|都|我们|俺们|咱们|我家|俺家|我|俺|咱|额|人|她|他|老人|孩子|家|就|还|仍|正|现在|是|在|住|躺|睡|到|来|那个?|这个?)*(?=[一-鿿\d])"
)
BEHIND_A_PLACE = re.compile(
    r"(的|人|这边|这儿|这里|那边|那块|那儿|那里|附近|呢|哈|啊|嘛|里头|等你们|等着|等人|等|守着){1,8}$"
)
SOMEBODY_THERE = re.compile(r"有一?个|有人|(?:睡|躺|蜷|蹲|坐|站|住)(?:着|了|个)")
IS_PLACE = re.compile(
    r"[一-鿿](村|镇|乡|街道|街|路|社区|小区|屯|寨|湾|庄|县城|家属院|大院|车站|广场|公园|学校|工地|(菜|农贸)?市场|超市|天桥|桥洞|桥下|厂)"
    r"|出站口|门口|墙角|路口|\d+(号|栋|幢|单元|楼|室|组|队|层)|[一二三四五六七八九十]+(组|队|社|单元|栋|楼)$"
)
TELLS = re.compile(
    r"过路|路过|说|找|打|不(?!锈)|没|要|给|停|管|塌|漏|烧|有[个人]|[去来]过|怎么|咋|问|想|报|派|欠|交|书记|主任|干部|支书|我妈|我爸|别|等|挣|借|种|工钱|上学|上班|倒|病|冷|饿|守"
)
NAMES_ONE = re.compile(
    r"(?:[我俺]叫|本人叫|(?<![一-鿿])叫|名叫|名字叫)(?P<name>(?!什么|啥|人|你|您|我|他|她|不)[一-鿿]{2,4})(?=$|[\s,，。;；]|今年|\d)"
    r"|(?<![一-鿿])(?:[我俺她他])?姓(?P<surname>[一-鿿])(?=$|[\s,，。;；]|\d)"
)
WITHHOLDS = re.compile(
    r"不(想|愿意?|用|方便|肯|打算)?(留|说|讲|报)(姓)?(名|电话|号码|我是谁)|匿名|(只是|就是)(个)?(过|路)路?(的|过)|路过"
)
CORRECTED = re.compile(
    r"(?P<old>[一-鿿\d]{1,10}?)[\s,，]*(不对|不是|错了|说错了|记错了|打错了)[\s,，]*(应该|应当)?是(?P<new>[一-鿿\d]{2,14}?)(?=$|[\s,，。;；!！]|吧|的)"
)
MIXED_UP = re.compile(r"(记|说|打|写|弄|搞|报)(混|错|岔|反)了")
OF_RELATIVES = re.compile(r"(儿子|女儿|闺女|娘家|孩子|爸妈|爹妈|老公|男人|[哥姐弟妹])(们)?[^,，。\s]{0,4}在")
"""Where a relative is who is not there."""
NEAR = re.compile(r"(隔壁|对门|楼上|楼下|旁边|屋后|院里|邻居|家里|屋里|在家)")
"""Somebody is close by."""
NEARBY = re.compile(
    r"(?P<who>(堂|表|大|二|三|小|老)?(哥|弟|姐|妹|兄弟|叔|伯|婶|姨|舅|姑|嫂|侄[儿子女]?|婆婆|大娘|大爷|大妈|大姐|大哥|嫂子|老伴|儿子?|女儿?|闺女|媳妇|爸|妈|爹|娘|邻居)[弟哥姐妹叔伯婶子]?)"
)
NOBODY_NEAR = re.compile(
    r"(没|冇|不)(有|得)?(人|在|住|来往|说话)|空(的|着)|打工|外(地|头|省)|聋|听不(见|到)|走了|死了|打(我|俺|娃)"
)
"""Nobody is there, or nobody who could come."""
HARMS = re.compile(
    r"打(?!电话|牌|麻将|算|工)|砍|杀(?!了?自己)|骂|逼|掐|抽|追|揍|踢|喝(了|多|醉)?酒|醉|刀|威胁|怕(他|她|得)|害怕|好怕|救命|赶我|撵|欺负|锁"
)
"""Somebody may do harm, and is not called over to whom they harm."""
CANNOT_COME = re.compile(
    r"瘫|病|[\d一二两三四五六七八九十]岁|个月大|还小|太小|小学|幼儿|在(广东|浙江|上海|北京|深圳|外面|外头|外地|外省|部队)|痴呆|糊涂"
)
"""Who is a child or ill, or far away, could not come."""
GENERIC = re.compile(r"^(医院|卫生院|学校|工地|门口|村|镇|车站|市场|超市|厂|家|派出所|村委会?)$")


@dataclass(frozen=True)
class Told:
    """Where, who and by what number; empty where it was not told. `withholds`: they leave no name or number."""

    where: str = ""
    who: str = ""
    phone: str = ""
    withholds: bool = False

    def with_more(self, more: "Told") -> "Told":
        """The same with what was told later in the place of what was told before; a place is added to."""
        where = more.where if not self.where or self.where in more.where else self.where
        if more.where and more.where not in where:
            where = f"{self.where} {more.where}"
        return Told(where, more.who or self.who, more.phone or self.phone, self.withholds or more.withholds)

    def without(self, known: "Told") -> "Told":
        """Only what was not known."""
        return replace(
            self,
            where="" if self.where in known.where else self.where,
            who="" if self.who in known.who else self.who,
            phone="" if self.phone == known.phone else self.phone,
        )

    def __str__(self) -> str:
        phone = f"电话 {mask_phone(self.phone)}" if self.phone else ""
        who = mask_name(self.who) if self.who else ""
        return "，".join(one for one in (self.where, who, phone) if one)


def told(turn: Turn) -> Told:
    """What this message tells."""
    return Told(_where(turn), _who(turn), facts.phone_of(turn) or "", WITHHOLDS.search(turn.said) is not None)


def nearby(turn: Turn) -> str:
    """Who is close by and could come, by name or kinship as told; empty where nobody is, or they could not."""
    if HARMS.search(turn.said) or CANNOT_COME.search(turn.said):
        return ""
    for part in re.split(r"[,，。;；!！]+", turn.said):
        if not NEAR.search(part) or NOBODY_NEAR.search(part):
            continue
        kin = NEARBY.search(part.replace("邻居", "", 1) if part.count("邻居") > 1 else part)
        named = [
            one
            for one in _who(turn).split("、")
            if one and one in part and not re.search(rf"我(是|叫)?{one}", part)
        ]
        if kin or named:
            return named[-1] if named else kin["who"] if kin else ""
    return ""


def corrected(said: str) -> str:
    """What is said in the place of something said wrong: 特困 不是 是低保; empty where nothing is put right."""
    found = CORRECTED.search(said)
    return found["new"] if found and (MIXED_UP.search(said) or found["old"]) else ""


def _where(turn: Turn) -> str:
    """The place; nothing where it could be any of its kind: 医院, 工地."""
    found = _place(turn)
    return "" if GENERIC.match(_bare(found)) else found


def _place(turn: Turn) -> str:
    ward = WARD.search(turn.said)
    known = ward is not None and not (
        GENERIC.match(_bare(ward["where"])) or TELLS.search(_bare(ward["where"]))
    )
    parts = [ward["where"]] if ward and known else []
    rest = turn.said.replace(ward["where"], " ") if ward and parts else turn.said
    for part in PARTS.split(phones.PHONE.sub(" ", rest)):
        bare = _bare(part)
        marked = IS_PLACE.search(bare) or LANDMARK.search(bare)
        if marked and len(bare) <= 16 and not (TELLS.search(bare) or phrases.asks(part)):
            parts.append(bare)
    found = " ".join(_bare(part) for part in parts)
    if found and not (ward and found == _bare(ward["where"])):
        return found
    elsewhere = OF_RELATIVES.search(turn.said)
    named = (None if elsewhere else facts.place_of(turn)) or places.in_public(turn.said) or ""
    return f"{named} {found}".strip() if named not in found else found


def _bare(part: str) -> str:
    return BEHIND_A_PLACE.sub("", SOMEBODY_THERE.split(BEFORE_A_PLACE.sub("", part.strip()))[0])


def _who(turn: Turn) -> str:
    said = [
        found["name"] or f"姓{found['surname']}"
        for found in NAMES_ONE.finditer(turn.said)
        if not found["name"] or names.plausible(found["name"])
    ]
    said += [one.value.split()[0] for one in turn.entities("person") if one.value.strip()]
    whole = [one for one in said if not one.startswith("姓")]
    kept = [
        one
        for one in dict.fromkeys(said)
        if not (one.startswith("姓") and any(other.startswith(one[1]) for other in whole))
        and not any(one != other and one in other for other in said)
    ]
    return "、".join(kept)
