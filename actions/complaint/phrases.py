"""How residents say yes, no, I do not know, leave it, or that something must be changed."""

import re

UNKNOWN = re.compile(
    r"^(我)?(也)?(真)?(不知道|不晓得|不清楚|不记得|记不清|记不得|忘了|说不清|说不上来?|不好说|没有?|没有了|无|不针对(谁|哪个人)?|没(有)?(针对)?(谁|哪个)|跳过|略|不想说|不方便说|不能说|不说了?吧?|随便)"
    r"(楚|了|啊|呀|呢|吧|的|具体的?|叫什么|是谁|名字)*[。!！.~]*$"
)
REFUSES = re.compile(r"不(想|愿意?|方便|能|敢)?(说|留|讲|透露|给|提供|告诉)|不留|保密不说|没(有)?(电话|手机)")
STOP = re.compile(
    r"^(我)?(还是)?(今天|现在)?(先|暂时)?(就)?(不说了|不投诉了|不反映了|不举报了|不弄了|不办了|不填了|不提交|先放放|先放一放|算了|拉倒|停一下|取消|下次再说|改天再说|回头再说|以后再说|等会儿?再说|有事先走了)"
    r"(吧|了|啊|呀|呢|罢)*[,，。!！.~]*"
)
ANEW = re.compile(r"^(我要)?(重新(说|来|开始|填)|从头(说|来)|重来)(吧|一遍|一次|一下)*[。!！.]*$")
GO_ON = re.compile(r"(接着|继续)(上次|上回|刚才|前面)?(的)?(说|投诉|来|填|反映)?")
YES = re.compile(
    r"^(嗯+|对+|对的|对头|是的?|是这样的?|没错|正确|没问题|没有问题|可以|行|好的?|好嘞|中|得|要得|确认|确定|提交|就这样|就这么写|ok|OK|都对|对着了?|提交吧|交吧|登记吧?|无误|没毛病)"
    r"([,，、 ]*(嗯+|对+|对的|是的?|没错|可以|行|好的?|确认|提交|就这样|没问题|吧|了|啊|呀|嘞|哩|的))*[。!！.~]*$"
)
NO = re.compile(
    r"^(不对|不是的?|错了|有错|有误|不行|不可以|要改|改一下|改改|我要改|我想改|修改|要修改|先别|别提交|不确认|不|否)(吧|了|啊|呀|的|地方)*[,，。!！.~]*$"
)
LATER = re.compile(r"先(不|别)(提交|登记|交)")
ANONYMOUS = re.compile(
    r"匿名|不(想|愿意?)?(实名|署名|留名|具名|露名|留姓名|说名字|透露(姓名|名字|身份))|不留名|不记名"
)
CONFIDENTIAL = re.compile(r"保密|别(让|告诉).{0,8}(知道|晓得)|不(要|能|想)(让|告诉).{0,8}(知道|晓得)")
REAL_NAME = re.compile(r"实名|署名|真名|留(姓)?名|具名|不怕.{0,4}(知道|报复)|光明正大")

CORRECTION = re.compile(
    r"不是(?P<wrong>[^,，。;；是]{1,20})[,，。;； ]*(而|应该|应当|其实)?是(?P<right>[^,，。;；!！?？]{1,30})"
)
SHOULD_BE = re.compile(
    r"(?P<field>[^,，。;； ]{0,6}?)(应该|应当|其实)是(?P<right>[^,，。;；!！?？]{1,30})|(?P<field2>[^,，。;； ]{1,8}?)(改成|改为|换成|更正为)(?P<right2>[^,，。;；!！?？]{1,30})"
)
WRONG_FIELD = re.compile(r"错|不对|改|换|更正|重新说|有误|不准")
FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("complaint_phone", re.compile(r"电话|手机|号码|联系方式")),
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
    r"[?？]|吗|呢$|怎么|多少|什么|啥|几|哪|为什么|为啥|能不能|可不可以|是不是|要不要|行不行|多久"
)
NAME_SAID = re.compile(r"(我叫|我是|叫做?|姓名(是|：|:)?|名字(是|叫)?|本人)\s*(?P<name>[一-鿿·]{2,8})")
PLAIN_NAME = re.compile(r"^[一-鿿·]{2,5}$")
PHONE = re.compile(r"(?<!\d)(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|[2-9]\d{6,7})(?!\d)")
DIGITS = re.compile(r"\d[\d\s-]{5,}\d")
AGE = re.compile(r"我(今年|才|刚|现在)*(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})(周)?岁")
COMPLAINS = re.compile(r"投诉|举报|控告|告状|(要|想)(反映|告)")
NEXT_MATTER = re.compile(r"(另外|还有|再有|顺便)[^,，。]{0,6}(要|想)?(一件|别的|另)?(投诉|反映|举报|事)")


def substance(text: str) -> int:
    """How many characters are left of a complaint's opening when the phrases that say nothing are taken away."""
    return len(GENERIC.sub("", text))


def asks(text: str) -> bool:
    return bool(QUESTION.search(text))
