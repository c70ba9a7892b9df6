"""Codes of the house in words for staff."""

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

HEARD = INTENTS | {"nlu_fallback": "没听懂"}
"""What the understanding may say of a message; that it was not understood is no label to be chosen."""

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

ACTORS = {
    "sweep": "系统巡查",
    "repeats": "系统查重",
    "delivery": "系统投递",
    "retention": "系统到期清理",
    "transfer": "系统调岗",
}
"""Processes of Huiyin itself, as histories name them."""

SPEAKERS = {"resident": "群众", "huiyin": "回音", "operator": "话务员"}


def label(table: dict[str, str], code: str | None) -> str:
    """The word for a code; the code itself where there is none, an em dash for nothing."""
    return table.get(code, code) if code else "—"
