"""Codes of the house in words for staff."""

CATEGORIES = {
    "payment_missing": "待遇未发、迟发、少发",
    "embezzlement": "贪污侵占、截留挪用",
    "bribery": "吃拿卡要",
    "favoritism": "人情保、关系保",
    "wrongly_covered": "错保",
    "left_out": "漏保、应保未保",
    "wrongly_stopped": "无故停发、降低待遇",
    "refused": "推诿、拒收、刁难",
    "delayed": "办理拖延",
    "attitude": "服务态度差",
    "card_withheld": "卡折被他人代管",
    "not_public": "不公示、选择性公示",
    "privacy_leak": "泄露个人信息",
    "retaliation": "打击报复",
    "hotline_failure": "热线不通、不回电",
    "petition_unanswered": "反映未获答复",
    "other": "其他社会救助问题",
}

INTENTS = {
    "ask_program": "问救助项目",
    "ask_eligibility": "问是否符合条件",
    "ask_materials": "问要什么材料",
    "ask_procedure": "问怎么办理",
    "ask_processing_time": "问多久办好",
    "ask_standard": "问标准金额",
    "ask_payment_rule": "问发放规定",
    "ask_review_rule": "问复核、退出规定",
    "ask_publicity": "问公示",
    "ask_appeal": "问不服怎么办",
    "ask_contact": "问地址电话",
    "check_application": "查申请进度",
    "check_payment": "查发放情况",
    "check_petition": "查反映的进展",
    "file_complaint": "投诉举报",
    "urge_petition": "催办",
    "supplement_petition": "补充情况",
    "withdraw_petition": "撤回",
    "reject_reply": "不认可答复",
    "accept_reply": "认可答复",
    "make_suggestion": "建议",
    "give_praise": "表扬",
    "request_help": "急难求助",
    "report_person_in_need": "报告他人困难",
    "report_change": "报告家庭变化",
    "crisis": "人身安全危急",
    "collective_action": "集体访、越级访苗头",
    "request_human": "要求人工",
    "privacy_request": "个人信息请求",
    "other_department": "其他部门事项",
    "out_of_scope": "与业务无关",
    "ask_capability": "问能做什么",
    "bot_challenge": "问是不是真人",
    "greet": "问候",
    "goodbye": "道别",
    "thank": "致谢",
    "affirm": "肯定",
    "deny": "否定",
    "cancel": "取消",
    "abuse": "辱骂",
    "inform": "只报信息",
}

ENTITIES = {
    "program": "救助项目",
    "place": "地点",
    "organ": "单位",
    "role": "职务",
    "person": "姓名",
    "relation": "与来电人关系",
    "phone": "电话",
    "id_number": "身份证号",
    "bank_card": "卡号",
    "petition_no": "信访编号",
    "application_no": "申请编号",
    "amount": "金额",
    "date": "时间",
    "duration": "时长",
    "illness": "病情",
    "disability": "残疾",
    "asset": "财产",
    "headcount": "人数",
}

CHANNELS = {
    "telegram": "Telegram",
    "web": "网页聊天",
    "call": "来电",
    "phone": "来电",
    "visit": "来访",
    "letter": "来信",
    "import": "转入",
    "system": "系统",
}

IDENTITIES = {"real_name": "实名", "confidential": "要求保密", "anonymous": "匿名"}

MATTER_CLASSES = {
    "suggestion": "建议意见类",
    "accusation": "检举控告类",
    "report": "检举控告类",
    "appeal": "申诉求决类",
    "claim": "申诉求决类",
    "consultation": "咨询",
}

SPEAKERS = {"resident": "群众", "huiyin": "回音", "operator": "话务员"}


def label(table: dict[str, str], code: str | None) -> str:
    """The word for a code; the code itself where there is none, an em dash for nothing."""
    return table.get(code, code) if code else "—"
