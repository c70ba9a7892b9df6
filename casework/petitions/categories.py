"""Names of classes, categories and ways in, as staff and residents read them."""

CATEGORIES = {
    "payment_missing": "未发、迟发、少发",
    "embezzlement": "贪污侵占、截留冒领",
    "bribery": "吃拿卡要",
    "favoritism": "优亲厚友",
    "wrongly_covered": "错保",
    "left_out": "漏保、应保未保",
    "wrongly_stopped": "无故停发、降低",
    "refused": "推诿扯皮、拒收申请",
    "delayed": "拖延超期",
    "attitude": "态度恶劣",
    "card_withheld": "扣押银行卡、存折",
    "not_public": "不公示、选择性公示",
    "privacy_leak": "泄露个人信息",
    "retaliation": "打击报复",
    "hotline_failure": "热线不通、不回",
    "petition_unanswered": "反映后没有答复",
    "other": "其他",
}

CLASSES = {"claim": "申诉求决", "accusation": "检举控告", "suggestion": "意见建议"}
CLASS_ARTICLES = {"suggestion": 29, "accusation": 30, "claim": 31}

PATHS = {
    1: "诉讼、复议、检察、公安等法定程序",
    2: "仲裁",
    3: "党员申诉、申请复审",
    4: "行政程序（确认、复议、裁决等）",
    5: "申请查处违法或履行职责",
    6: "信访程序，出具处理意见书",
}

CHANNELS = {
    "telegram": "Telegram",
    "web": "网页",
    "phone": "热线电话",
    "visit": "来访",
    "letter": "来信",
    "sms": "短信",
    "import": "导入",
    "upper": "上级交办",
}

IDENTITIES = {"real_name": "实名", "confidential": "实名（要求保密）", "anonymous": "匿名"}
PROCEDURES = {"ordinary": "普通程序", "simple": "简易程序"}
SENSITIVITIES = {"ordinary": "一般", "crisis": "涉人身安全", "collective": "群体", "media": "媒体或上级关注"}

OUTCOMES = {
    "supported": "支持请求",
    "explained": "合理但缺乏依据，已解释",
    "not_supported": "不予支持",
    "adopted": "采纳建议",
    "noted": "已记录研究",
}
SATISFACTION = {3: "满意", 2: "基本满意", 1: "不满意"}
