"""How residents say yes, no, I do not know, leave it, or that something must be changed."""

import re

OF_SOMEBODY = re.compile(r"谁|人|叫(什么|啥)|姓|名字|哪个")
"""Who it was is not known, rather than when or where: 没有具体的人, 不晓得是谁."""
HAS_COME = re.compile(
    r"(?<![没未])(到账|到卡|到手|收到(钱)?|打过来|打来|发下来|发)了(?![没吗])|(?<!没)有了[,，。!！~ ]*$"
)
"""Money that was missed has come after all."""
CANNOT = re.compile(r"不会(发|弄|传|拍|整|打字)|没法(发|传|拍)|发不(了|上)")
"""Somebody gives up a thing that they cannot do, and not the whole matter."""
LEFT_OUT = re.compile(r"(不要|别|不用|莫)(写|记|提)(了|上|进去)?|不(写|记|提)了")
"""Something told is to be left out of what is written down."""
OF_THE_TALK = re.compile(r"投诉|举报|登记|申请")
"""Words of what is being done here, not of where it was or who it was."""
ABOUT_TO_ASK = re.compile(
    r"^.{0,8}?(问|咨询|打听)(你|您)?(们)?(一?下|一?个事|点事|一?声|问)(儿|情)?(吧|呗|哈|哦)?[,，。?？!！~]*$"
)
"""Somebody says that they want to ask, and has not asked yet."""
ANEW = re.compile(r"^(我要)?(重新(说|来|开始|填)|从头(说|来)|重来)(吧|一遍|一次|一下)*[。!！.]*$")
LODGED = re.compile(
    r"(上次|上回|上一?个?月|上个?(周|星期|礼拜)|去年|前(几|些)天|之前|以前|前面|登记(了|过|好)?的|交上去的|我的)[^,，。;；!！?？]{0,6}(投诉|诉求|举报|信访件?|反映的?(事|问题|情况)|建议)|HY\d",
    re.IGNORECASE,
)
"""Words for a matter that was lodged before, apart from the one being told."""
LODGED_BEFORE = re.compile(
    r"上次|上回|上一?个?月|上个?(周|星期|礼拜)|去年|前(几|些)天|之前|以前|登记(了|过|好)?的|交上去的|编号|HY\d",
    re.IGNORECASE,
)
"""The same without words that also fit what is being told, such as 我的投诉."""
WISHES = re.compile(r"查|催|补充|撤(回|销|诉)|进度|办到|怎么样|咋样")
SUM_ALONE = re.compile(
    r"^(听说|就|也|是|有|得|一共|总共|合计|拢共|大概|大约|差不多|可能|好像|每(户|人|个?月|年)|一(户|个?人|个?月|年))*"
    r"(?P<sum>[一二两三四五六七八九十几半零〇\d]*[百千万][一二两三四五六七八九十百千万几半零〇多来把好]*(块|元)?钱?)"
    r"(左右|上下|吧|呢|啊|呀|嘛|嘞|哩|的|了)*[,，。.!！~ ]*$"
)
"""Nothing is said but a sum as people say it, with or without its unit: 一千二, 千把块."""
LOOKS_UP = re.compile(
    r"查|问|看|进度|办到|到哪|怎么样|咋样|如何|结果|催|快点|撤|申请|审批|批|打卡|到账|发|领|钱|补贴|低保|投诉|诉求|[A-Za-z]{2}\d|\d{4}"
)
"""Without one of these nobody asks about a matter or a payment of their own."""
NO_FILES = re.compile(
    r"(材料|照片|图片|文件|语音|视频).{0,6}(不要|去掉|删|不算|发错|不对|撤)|(不要|去掉|删掉?|撤掉?).{0,4}(材料|照片|图片|文件|语音|视频)"
)
HEARD = re.compile(
    r"(收到|提交|登记|记|写|报|交)(上|下|好|上去)?(了)?(没有?|吗|么|没得|莫)(有)?[啊呀呢]?[?？]?$|(上面|前面|刚才|信里)[^,，。]{0,3}(都|全)?(写|说|讲)(了|过|清楚)"
)
"""Somebody asks whether what they told has been taken down, or says that it stands above already."""
WANTS_TO_KNOW = re.compile(
    r"(吗|不|没有|多少|几(个|天|号|块)|哪[里儿]?|多久|(怎么|咋)[^,，。没不]{1,4})[呀啊呢嘛的了]?[?？]?$"
    r"|^(那|你们?|这个)?(能不能|可不可以|要不要|是不是要|去几|要去几|找谁|几天|啥时候|什么时候)|找谁(谈|说|问)?[?？]?$"
)
"""A plain wish to be told something, and no grievance put as a question (凭什么不给我)."""
READ_AGAIN = re.compile(r"(再|重新?|又)(念|读|说|看|听)(一?遍|一下)|再念|重念")
NOTHING_TO_CHANGE = re.compile(
    r"^((没有?|没|无|不用|不需要|不)(什么|啥)?(要|可|需要)?(改|补充?|问题|错)(的|了)?(了|的)?|没有?(别的|其他的?|其它的?|啥|什么)?(了|事了?)?|没得了)[。!！.]*$"
)
SELF_REFERENCE = re.compile(r"我|俺|咱|你|您")
TIME_LIKE = re.compile(
    r"\d|[年月日号周天时候春夏秋冬早晚午夜前后久刚腊节]|最近|上学期|放假|过年|那阵|那会|去岁|一直|常年|年年|天天"
)
ENDS = re.compile(
    r"^((哦|噢|啊|喔|嗯|那|行|中|得|要得|好(的|吧|嘞)?)[\s,，。!！]*)*"
    r"((我|俺)?(打|拨|走|按|发|搞|弄)错了?(电话|地方|号|人)?|(我|俺)?不(用|要|必|想|需要)?(再|您|你们?)?(查|催|看|问|管)了"
    r"|(我|俺)?(知道|晓得|明白|清楚|懂|记住)(了|啦|咯|哩|嘞)|(我|俺)?没(有)?(什么|啥|别的|其他)?事(情|儿)?了?)"
    r"[\s,，。!！]*((不好意思|对不起|打扰了|麻烦(你们?|您)?了?|谢谢(你们?|您)?|多谢|再见|拜拜)[\s,，。!！了啊咯]*)*$"
)
"""Somebody who was asked for a number wants no more: 哦 打错了, 好 晓得了, 不用再查了."""
OWN_SPEAKER = re.compile(r"我|俺|咱|另外|还有一?[个户家]")
"""Somebody of the speaker's own, or another one, is told of."""
THIS_FIRST = re.compile(r"^(那)?(就)?(还是)?先(说|讲|办|登记|报)(完)?(这|刚才那?)(个|件|桩)")
"""The matter being told is to be finished before another."""
WHOSE = re.compile(
    r"^(这)?(是)?(我|俺|咱|额)?(自己|本人|自家)(家)?(的)?(事|低保|钱|申请)?(的)?[,，。!！\s]*$"
)
"""That the matter is the speaker's own."""

CORRECTION = re.compile(
    r"不是(?P<wrong>[^,，。;；是]{1,20})[,，。;； ]*(而|应该|应当|其实)?是(?P<right>[^,，。;；!！?？]{1,30})"
)
CORRECTION_TURNED = re.compile(
    r"(^|[,，。;；\s])(应该|应当|其实|我说的)?是(?P<right>[^,，。;；是\s]{1,20}?)[,，。;；\s]*(而)?不是(?P<wrong>[^,，。;；!！?？\s]{1,20})"
)
"""The same the other way round: 是低保，不是危房补助."""
SHOULD_BE = re.compile(
    r"(?P<field>[^,，。;； ]{0,6}?)(应该|应当|其实)是(?P<right>[^,，。;；!！?？]{1,30})|(?P<field2>[^,，。;； ]{1,8}?)(改成|改为|换成|更正为)(?P<right2>[^,，。;；!！?？]{1,30})"
)
WRONG_SAID = re.compile(
    r"^((哎|唉|诶|啊|哦|噢|呀|哟)+[\s,，]*)?(我)?(刚才|前面)?(的)?(不对|改一?下|错了|不是|(时间|地点|地方|电话|手机|手机号|号码|名字|姓名|日期|单位|人)(我)?(刚才)?(说|写|打|给|记|弄|搞)?(的)?(错了?|不对)|(说|写|打|记|弄|搞)错了)"
)
WRONG_FIELD = re.compile(r"错|不对|改|换|更正|重新说|有误|不准")
OWNS_UP = re.compile(r"[\s,，]*(我|俺)?(刚才|刚刚)?(说|打|写|记|搞|弄)错了[^\d]*$")
"""That one was mistaken, said behind what is right."""
FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("complaint_phone", re.compile(r"电话|手机|号码|联系方式")),
    ("complaint_representatives", re.compile(r"代表|一起(反映|投诉)?的人?")),
    ("complaint_name", re.compile(r"我的?名字|姓名|我叫|名字")),
    ("complaint_identity", re.compile(r"实名|匿名|保密|身份")),
    ("complaint_place", re.compile(r"地点|地方|地址|村|镇|乡|街道|社区|庄")),
    ("complaint_accused", re.compile(r"涉及|反映的?人|被反映|单位|那个人|对象")),
    ("complaint_time", re.compile(r"时间|日期|时候|哪天|月份")),
    ("complaint_narrative", re.compile(r"事情|经过|内容|情况|说法")),
)

GENERIC = re.compile(
    r"我|俺|咱|要|想|来|得|投诉|举报|反映|控告|告状|告|上访|一下|一个|一件|个|件|情况|问题|事情|事儿?|请|你们|您|你好|您好|民政局?|有|关于|说|下|的|了|吧|啊|呀|[^一-鿿0-9]"
)
QUESTION = re.compile(
    r"够不够|得唔得|系唔系|系咪|有冇|几时|点解|点样|边个|[?？]|吗|呢$|怎么|咋[办样弄领交说讲整算回查]|(?<!爱)(?P<verb>[一-鿿])[不没](?P=verb)(?<!时不时)(?<!动不动)(?<!人没人)|会不会|有没有|能否|是否|算不算|多少|什么|啥|(?<![这那前好头])几|哪|为什么|为啥|能不能|可不可以|是不是|要不要|行不行|多久|(能|要|中|行|得|可以|用|算)[^,，。；不]{0,4}不[?？]?$"
    r"|(?<![也还都就又可真要老])[发给办去来管补收批住交领报见]不[呀啊嘞]?[?？]?$"
)
OF_PHONE = re.compile(r"电话|手机|号|打|联系|(我|俺|自己|本人)的")
BESIDE_PHONE = re.compile(
    r"刚才|刚刚|前面|上面|[那这]个?|错|不对|不是|有误|位|空号|停机|欠费|打不通|不通|不用了?|换|成|改|为|应该|其实|才|留|写|记|发|给|填|用|打"
    r"|联系|自己|本人|家|别|就|再|电话|手机|号|码|接|才能|能|可以|也|通|一|新"
)
"""What is said beside the speaker's telephone, and tells nothing of the matter."""
AGE = re.compile(r"我(今年|才|刚|现在)*(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})(周)?岁")
OLD = re.compile(
    r"(今年|现年|去年)?[^,，。;；\d]{0,3}(\d{1,3}|[一二三四五六七八九十]{1,3})(多|来|几)?(周)?岁"
)
TO_COME = re.compile(r"明年|后年|明天|后天|下个?(月|周|星期|礼拜)|下次|将来|以后")
"""Days that cannot be when it happened."""
SENTENCE = re.compile(r"[^。;；!！?？\n]+")
DAY_END = re.compile(r"(几|来|多)?(号|日)|(左右|前后|上下)")
HOUSEHOLDS = re.compile(
    r"(我们|俺们|咱们?|联名|一起)[^,，。]{0,8}?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(多|来|几)?(户|家)"
)
TOGETHER = re.compile(
    r"联名|联合(反映|投诉|举报)|我们(几个|几家|几户|大家|一起|全村|全组)|(大家|大伙)(一起|联名)|俺们(几个|几家|大伙)"
)
COMPLAINS = re.compile(r"投诉|举报|控告|告状|(要|想)(反映|告)")
ONLY_ASKS = re.compile(
    r"^(我|俺)?(就|只)(是)?(随便)?(问问|问一下|打听)[\s,，。]*(不|没(想)?要?)(是)?(来)?(投诉|反映|举报|登记|告)[^,，。]{0,3}$"
)
"""Somebody wants to know something and complains of nothing."""
WONDERS = re.compile(
    r"(想|要|先|来)?(请)?(问问|问一?下|问一?声|请教|咨询|打听|了解|查一?下|查查|说说|讲讲|介绍)"
)
"""Words with which somebody wants to be told something without putting it as a question."""
NO_NUMBER = re.compile(
    r"(没有?|莫得|忘了?|找不到|不记得|不知道|丢了?).{0,6}(编号|单号|回执|受理单|通知单)|(编号|单号).{0,4}(没有?|忘|丢|找不到|不记得)"
)
APPLICATION_NO = re.compile(
    r"(申请|受理)的?(编号|单号|号码?|号)\s*(是|为|：|:)?\s*(?P<number>[A-Za-z]{0,6}[\s-]*\d[\d\s-]{2,24}\d)"
)
"""The number of an application said with what it is."""
NOTHING_MORE = re.compile(
    r"^(没有?|没)(别的|其他|其它|什么|啥)?(要)?(说|补充|反映|问)?的?(事|问题|情况)?(了|啦|咯)[,，。!！~ ]*(谢谢你?|就这些|就这样)?[。!！~]*$"
)
IMPATIENT = re.compile(
    r"别(跟|和|给)我(说|讲|扯)|少(说|来)(这|那)(些|套)|(说|讲)(这|那)些没用|问(这|那)(么|样)多|问来问去|(别|莫|不要)(再|老)?问(了|我)|烦(死|得很)|问够|管不管|(自己|你们)?去(查|问|看)(不就|就)"
)
"""Somebody is tired of being asked."""
WHERE_WERE_WE = re.compile(
    r"^(刚才|刚刚|上次|上回|咱们?|我们?)*(说|讲)到(哪|啥)(儿|里|地方)?了?[呀啊?？。]*$"
)
ASKS_WHEN_ANSWERED = re.compile(
    r"(啥时候?|什么时候|几时|多久|好久(?!没|不|都|了)|多长时间|几天|哪天|多咱).{0,5}(结果|答复|回复|信儿?|消息|回话|办好|处理好)"
)
"""The speaker wants to know when there will be an answer to what is being told."""
HOW_LONG = re.compile(
    r"^(那|这|大概|到底|还|我|得|要|需要|能)*(等|办|查|处理)?(得|要)?(多久|好久|多长时间|几天|多少天)(能|才能)?(好|办|查|处理|完|有)?(好|完|清楚)?[啊呀呢嘛吗了?？。]*$"
)
"""The same at the end of the telling, where nothing else can be waited for."""
WAIT = re.compile(
    r"^(你)?(先)?(等(一?下|一?会儿?|等|我)|稍等|我?(马上|一会儿?)(就)?回来|有人(敲门|来了|找我|叫我))"
)
"""Somebody is called away for a moment."""
WHAT_NEXT = re.compile(r"(怎么|咋|如何)(办|弄|整)[啊呀呢吧?？。]*$|(然后|接下来|下一步)(呢|怎么|咋)")
MAY_BE_LEFT = re.compile(
    r"(不|没)(说|讲|填|写|报|留)[^,，。]{0,6}(行|可以|中|能)(不|吗|么)|(非得|非要|一定要|必须)(要)?(说|讲|填|写|报|留)"
)
"""Whether something asked for may be left out is asked."""
OF_THE_MATTER = re.compile(r"时间|时候|日子|哪天|地方|地点|村|谁|哪个")
HAPPENED = re.compile(r"说|找|让|没|不[给让管理发办批]|[去来打骂推停拖跑等领拿扣占]|还在")
"""Verbs of an account."""
URGENT = re.compile(
    r"断(了)?[粮炊药顿]|揭不开锅|没(有)?(地方|处)(住|睡|去)|无家可归|[房屋].{0,4}(塌|烧|着火|冲走|淹)|着火|失火|晕(倒|过去)|昏迷|救命"
    r"|快不行|快要?死|[几两三四五]天没(吃|饭)|没吃没喝|没饭吃|冻(死|坏|得)|饿(死|着|得)|流血"
)
"""Need that cannot wait, whatever is being asked."""
TAKES_BACK = re.compile(r"撤|后悔|不(告|投诉|举报|反映)了")
PRAISES = re.compile(
    r"表扬|感谢|谢谢|好人|夸|赞|锦旗|热心|耐心|暖|负责|辛苦|贴心|周到|真好|太好|很好|[态服][度务][^,，。]{0,4}好|帮[^,，。]{0,6}(忙|我|俺)|送|照顾|跑前跑后|冒着|亲自|上门|及时|满意|给力|好样"
)
"""Words without which nobody is praised."""


def substance(text: str) -> int:
    """How many characters are left of a complaint's opening when the phrases that say nothing are taken away."""
    return len(GENERIC.sub("", text))


def words(text: str) -> int:
    """The same without figures."""
    return len(re.sub(r"\d", "", GENERIC.sub("", text)))


DOES_NOT_KNOW = re.compile(r"[我俺]也?(不知道|不晓得|不清楚|说不清|记不清)[了啊呀嘛哩呢]?[。!！]?$")
"""What is put like a question is only something that the speaker does not know: 里头有多少钱俺也不晓得."""


def asks(text: str) -> bool:
    return bool(QUESTION.search(text)) and not DOES_NOT_KNOW.search(text)
