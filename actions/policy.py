"""Policy questions, answered from the library with their source, or honestly not."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import danger, lessons, materials, outside, record, review_term, stopped
from actions.base import HuiyinAction
from actions.calls import still_called, waiting_kind
from actions.complaint import acts, interruptions, phrases, yes_no
from actions.estimate import beginning as estimate
from actions.estimate import home
from actions.estimate.wishes import ACCOUNT, CAN_IT, ESTIMATE, OF_ONE_THING, wanted
from actions.events import fill, leave
from actions.petition.reading import opening
from actions.record import PERSON
from actions.tools import Events, Say
from actions.turn import Turn
from casework.conversations import marks
from knowledge import plainly, questions
from knowledge.answering import MAYBE
from knowledge.saying import Answer, Button, Unknown
from knowledge.trust import SURE
from store.clock import local_date

ESTIMATE_OFFER = ("帮我估一估", f"/ask_eligibility#{ESTIMATE}")
ONE_BY_ONE = (
    "够不够条件，要看家里几口人、收入、财产和有没有老人、病人、残疾人，一两句话说不准。"
    "我可以一样一样问您，帮您估一估，不留记录；也可能您想问的是下面这些。"
)
"""Said where it is asked whether the speaker's own household would get something, and nothing more particular."""
LOOKED_AT = 6
"""So many clauses of a long message, the last ones, are looked up by themselves."""
NOT_MEANT = "那是我领会错了。您换个说法再问一遍，或者找人工。"
AS_SAID = "那就照上面说的办。还有要问的，接着说。"
MEANT = re.compile(
    rf"{yes_no.YES.pattern}|^(对|是|嗯|就)(的|是|啊|嘛|,|，|\s)*(问|想问|要问|说)?的?(这个|这件|这样|它)[了啊呀的。!！]*$",
    re.VERBOSE,
)
"""The answer that was told as what may have been meant, was meant."""
CIRCUMSTANCE = (
    "您说的这个，算不算、怎么算，由乡镇（街道）民政窗口照规定核定，我不能替他们定。"
    "去的时候说清楚，有证明的带上；想先大概算一算，点“帮我估一估”。"
)
"""Said of a circumstance told after an answer: no decision is made here (个人信息保护法 art. 24)."""
EVEN = 0.5
"""Words not understood are more likely than not about policy: what their meanings on policy share between them."""
MOST_BUTTONS = 6
CONTESTS = "appeal-deadlines"
"""The answer on all ways to contest a decision, with their limits."""
OF_REVIEW = frozenset({CONTESTS, "petition-review"})
"""Answers that tell the term within which a review is asked for."""
TERM_OVER = (
    "照您说的日子，收到答复已经过了 30 天，一般不能再申请复查了。还有路：有新的事实、新的情况，可以重新反映；"
    "日子过不下去、家里情况变了，可以重新申请救助。旧的编号找不到，打 {hotline} 报姓名电话核对。"
)
LODGE = ("有新情况，重新反映", "/file_complaint")
MOST_OF_DESPAIR = 8
"""More telling characters tell of a need as well."""
DESPAIRS = re.compile(
    r"(没|冇|莫得)(有)?(别的|其他|啥|什么|一点)?(办法|路|法子|指望|地方(说理|讲理))[^,，。]{0,4}$|(就)?(这么)?(算|完)了[吗?？]+$"
)
"""Nothing is left to be done, somebody thinks."""
REVIEW_OF_REPLY = "petition-review"
"""The answer on review and recheck of the reply to a petition (信访工作条例 art. 35, 36)."""
AFTER_DEATH = "change-death"
"""The answer on what follows the death of somebody who is supported."""
MONEY_AFTER_DEATH = "repay-after-death"
OF_MONEY = re.compile(r"钱|发|退|领|款")
AS_JUST_SAID = "还是刚才说的这条："
REGION = "region:"
REVIEW = re.compile(r"(我|俺|咱们?)?(要|想|来)(再)?(申请)?(一次)?(复查|复核)")
PROPOSES = re.compile(
    r"^(你|您|民政局?|政府|村里|镇上)(们)?(能不能|可不可以|能否|可以不可以|是不是可以|是不是该|最好|应该|应当|要是能)"
    r"(都|也|再|就|多|给)*把[^,，。?？]{1,12}(贴|公布|公开|公示|放到|挂|念|发到|写到)"
)
"""The office is asked to do something for everybody: a proposal, and no question how it is done."""
BARE_QUESTION = re.compile(
    r"""
    ^(那|要是|如果|还是)*[\s,，]*(我|俺|咱)?(们)?(还|要|得|能|该|可以|再|又|是)*
    (
        (找|交给?|给|去找|问)(谁|哪个|哪里|哪儿|哪(个|家)(单位|部门))
      | (去|到|在)(哪里|哪儿|哪)(办|交|找|报|弄)?
      | (在)?(多少|几)(天|个?工作日)(之?内)?
      | 多久|多长时间|什么时候|啥时候
    )
    [呀啊呢嘛的了]*[?？。]*$
    """,
    re.VERBOSE,
)
"""Nothing is asked but who, where or how long, of whatever was spoken of."""
INTRODUCES = re.compile(
    r"^((你|您)们?好|喂|[,，。!！\s])*(我|俺)是[^,，。;；]{0,14}(助理|干部|专干|主任|书记|会计|工作人员|社工|网格员|协理员)(的)?[,，。;；\s]+(请问|想问|问一?下)*"
)
"""Somebody at work says who they are before asking for a rule: no part of the question."""
ANNOUNCES = re.compile(
    r"""
    ^(等(一?下|一?会儿?)|对了|那个|哎|哦|噢|嗯|[\s,，。])*
    (我|俺|咱)?(先|想|再|就|还想|还要)*(问|请教|打听)(一?下|一?个事?|一?声|一?句|问)?(你们?|您)?[\s,，:：]+
    """,
    re.VERBOSE,
)
"""Somebody says that they ask before they do: 等下 我先问个."""
SUBJECTS = {
    "not_public": "公示",
    "privacy_leak": "公示",
    "wrongly_stopped": "低保停发",
    "delayed": "审批",
    "refused": "申请受理",
    "card_withheld": "代管存折",
    "payment_missing": "救助金发放",
}
"""What a question asked in the midst of a complaint is about, where it does not say so: 贴几天, of a list that nobody posted.
It decides between the answers that are near, and adds none."""
OURS = frozenset(
    {
        "dibao",
        "dibao_marginal",
        "tekun",
        "temporary",
        "rigid_expenditure",
        "disability_allowance",
        "elderly_allowance",
        "orphan",
        "unsupported_child",
        "care_allowance",
    }
)
"""The assistance and allowances that are asked for at this office's windows."""
OF_PAPERS = frozenset({"ask_materials", "ask_procedure", "ask_processing_time"})
THIS_OFFICE = re.compile(
    r"民政|(你|您)们(这|那)?(里|儿|边|局)?(给|能|管|帮|可以|会)?(不|没)?(给|能|管|帮)?(报|补|救|办|管|开|盖|领|申请)"
)
"""It is this office that is asked."""
PAPER = re.compile(
    r"户口|身份证|结婚证|离婚证|出生证|残疾证|死亡证|证明|存折|银行卡|照片|复印|原件|发票|单子|病历|诊断|公章|盖章|的章|签字|手续费|收费|要钱|几天|多久"
)
_CLAUSES = re.compile(r"[\s,，。;；!！?？、]+")
A_PAPER_IS_MISSING = (
    "少一样纸，不等于不能申请：先带手上有的去户籍所在地乡镇（街道）民政窗口，能查到的不许叫您自己开（《社会救助法》第六十二条），"
    "差的请窗口一次写清要什么、到哪里补。拿不准打 {hotline} 问。"
)
"""Said of a paper that the library has nothing on, in a talk about the papers for an assistance."""
SUPPOSES = re.compile(
    r"^(那|但是?|可是?|不过|[,，\s])*(要是|如果|假如|假设|万一|比如|换成|若是)|^[^,，。我俺]{2,14}呢[?？]?$"
)
"""What comes is a case that is only thought of."""
SLIP = re.compile(
    r"""
    (打|写|说|按|输|敲)(错|岔|串|反)(了|字|啦|咯)
    | 错别字|手(滑|抖|误)|口误
    """,
    re.VERBOSE,
)
"""A slip of the words before is put right."""
OWN = re.compile(r"我|俺|咱")
OF_PETITIONS = re.compile(r"投诉|诉求|信访|反映")


COMMON = re.compile(
    r"什么|怎么|怎样|多少|多久|能不能|可不可以|可以|政策|以后|现在|那些|这个|那个|有没有|是不是|算不算|会不会|要不要|行不行|为什么|哪里|哪个|几天|低保|特困|五保"
    r"|补贴|补助|救助|申请|我们|你们|他们|我家|家里|民政|规定|举报|投诉|[，。,.;；!！?？、\s]"
)
"""Words of any question."""


class AnswerPolicy(HuiyinAction):
    """Look the question up; what the library does not know is said to be unknown, never made up."""

    title = "action_answer_policy"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.pressed and not turn.about:
            say.response("ask_policy")
            return []
        if outside.whom(turn, say, self.tools.local.government_line):
            return []
        if record.tell_own_list(self.tools, turn, say):
            return []
        if (told := self.in_other_words(turn, say)) is not None:
            return told
        if record.OWN_APPLICATION.match(turn.said) and not turn.loop:
            return [*record.BeginRecord(self.tools).act(turn, say), FollowupAction("record_form")]
        if wanted(turn.said, turn.about) and not (turn.loop and turn.about is None):
            return estimate.begin(self.tools, turn, say)
        if materials.tell(self.tools, turn, say) or materials.tell_with(self.tools, turn, say):
            return []
        if PROPOSES.search(turn.said) and not turn.loop and not turn.offered:
            return [FollowupAction("action_begin_note")]
        if OWN.search(turn.said) and (told := stopped.answered(self.tools, turn, say)) is not None:
            return told
        if wants_review(turn):
            slots = opening(turn) | {"petition_purpose": "reject", "petition_words": turn.said}
            return [*leave(turn), *fill(**slots), FollowupAction("petition_form")]
        found = self.look_up(turn)
        self.count(turn, found)
        if isinstance(found, Answer):
            return self.give(turn, found, turn.intent, say)
        asks = phrases.asks(turn.said) or acts.asks(turn.said)
        if asks and waiting_kind(self.tools, turn) == "help" and self.answer_nearly(turn, say):
            return []
        if still_called(self.tools, turn, say) or self.repeats(turn, say):
            return []
        if found is None:
            say.response("policy_unknown")
            return []
        if found.guess and (office := self.other_office(turn)):
            say.response("other_department_known", who=office)
            return []
        return self.not_sure(turn, found, say)

    def other_office(self, turn: Turn) -> str | None:
        """Whose matter the words name, where they name no assistance of ours: what is only guessed at is not told then."""
        library = self.tools.library
        named = library is not None and library.words.read(turn.said).programs
        return None if named else outside.office_for(turn.said)

    def not_sure(self, turn: Turn, found: Unknown, say: Say) -> Events:
        """What may have been meant, or what comes nearest; with the estimate offered where it is asked who can get something,
        and that offer in front where nothing is asked but how one's own household stands."""
        of_conditions = turn.intent == "ask_eligibility" and found.reason != "which_program"
        if not of_conditions or turn.loop == "estimate_form":
            say.text(found.text_for_chat(), offers(turn.intent, found.buttons))
            return fill(last_answer=found.context) if found.context else []
        own = ACCOUNT.search(turn.said) and CAN_IT.search(turn.said) and not OF_ONE_THING.search(turn.said)
        first, *others = offers(turn.intent, found.buttons)
        if own and (found.closest is None or found.guess):
            say.text(ONE_BY_ONE, [ESTIMATE_OFFER, first, *others][:MOST_BUTTONS])
        else:
            say.text(
                found.text_for_chat(), [first, *others[:-1], ESTIMATE_OFFER, *others[-1:]][:MOST_BUTTONS]
            )
        return fill(last_answer={**(found.context or {}), estimate.OFFERED: turn.said})

    def in_other_words(self, turn: Turn, say: Say) -> Events | None:
        """The answer before in fewer words, or whole, as is wished (听不懂你说的, 说详细点); where it is affirmed that it was meant, or
        denied, that is taken up; None where nothing of the kind is said, or no answer was given."""
        context, library = turn.slot("last_answer"), self.tools.library
        if library is None or not context or turn.pressed:
            return None
        said = turn.said.strip()
        rest = plainly.without(said)
        alone = not library.words.read(rest).words
        if plainly.lost(rest) or (alone and plainly.plainer(said)):
            found = library.simply(context)
        elif context.get(MAYBE) and yes_no.NO.match(said):
            say.text(NOT_MEANT, [PERSON])
            denied = (MAYBE, "answer", "program")
            return fill(last_answer={key: value for key, value in context.items() if key not in denied})
        elif context.get(MAYBE) and MEANT.match(said):
            say.text(AS_SAID, [PERSON])
            return fill(last_answer={key: value for key, value in context.items() if key != MAYBE})
        elif alone and plainly.whole(said):
            id = str(context.get("answer"))
            found = library.get(id, context.get("region"), context=context)
        else:
            return None
        return self.give(turn, found, found.intent, say) if found else None

    def goes_on(self, turn: Turn, say: Say) -> Events | None:
        """Answer a question whose meaning stayed open between two, or that follows an answer, where the library is
        sure of it all the same; None where it is not."""
        if (told := self.in_other_words(turn, say)) is not None:
            return told
        of_policy = sum(chance for name, chance in turn.parsed.ranking if name.startswith("ask_"))
        asks = phrases.asks(turn.said) and of_policy > EVEN
        if not (asks or self.may_follow(turn) or self.surely_asks(turn)):
            return None
        found = self.look_up(turn)
        if isinstance(found, Unknown) and found.closest:
            self.count(turn, found)
            return self.not_sure(replace(turn, parsed=replace(turn.parsed, intent="ask_program")), found, say)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, found.intent, say)

    def surely_asks(self, turn: Turn) -> bool:
        """Whether words that understanding took for none ask beyond doubt for what the library has (八十岁有补贴吗), and tell of no
        danger."""
        if self.tools.library is None or turn.pressed or not phrases.asks(turn.said):
            return False
        if interruptions.URGENT.search(turn.said) or danger.in_danger(turn.said):
            return False
        found = self.look_up(turn)
        named = self.tools.library.words.read(turn.said).programs
        return isinstance(found, Answer) and (found.score >= SURE or bool(named))

    def may_follow(self, turn: Turn) -> bool:
        """Whether the words, a question or not (是农村的那种), may go on from the answer before."""
        library, context = self.tools.library, turn.slot("last_answer")
        if library is None or not context or turn.pressed:
            return False
        return phrases.asks(turn.said) or library.goes_on(turn.said, context)

    def asks_on(self, turn: Turn) -> bool:
        """Whether a question about money or time goes on from an answer (前头的给补不), and asks for nothing that was lodged."""
        library, context = self.tools.library, turn.slot("last_answer")
        if library is None or not (context or {}).get("program") or turn.pressed or turn.loop:
            return False
        lodged = turn.slot("proven_petitions") or OF_PETITIONS.search(turn.said) or turn.words("petition_no")
        if lodged or not phrases.asks(turn.said) or phrases.COMPLAINS.search(turn.said):
            return False
        return isinstance(library.answer(turn.said, context=context), Answer)

    def put_right(self, turn: Turn, say: Say) -> Events | None:
        """Answer a question whose slip is put right (打错了 临时救助): it is asked again, and nothing is complained of; None for
        everything else, and where the library has nothing near."""
        library = self.tools.library
        if library is None or not turn.earlier or turn.pressed or turn.loop or not SLIP.search(turn.said):
            return None
        meant = SLIP.sub(" ", turn.said)
        programs = library.words.read(meant).programs
        if not programs or phrases.COMPLAINS.search(meant):
            return None
        found = self.look_up(replace(turn, said=meant, parsed=replace(turn.parsed, intent="ask_program")))
        if isinstance(found, Unknown) and found.closest is None:
            found = library.answer(f"{library.words.program_name(programs[0])}是什么")
        if found is None:
            return None
        self.count(turn, found)
        if isinstance(found, Answer):
            return self.give(turn, found, found.intent, say)
        return self.not_sure(turn, found, say)

    def supposes(self, turn: Turn) -> bool:
        """Whether something is only supposed, after an answer (要是他分出去单过了): it is asked, and not told or complained of."""
        return (
            bool(turn.slot("last_answer"))
            and not (turn.pressed or turn.loop)
            and SUPPOSES.search(turn.said) is not None
            and not phrases.COMPLAINS.search(turn.said)
        )

    def follows(self, turn: Turn, say: Say) -> Events | None:
        """Answer what goes on from an answer though by itself it sounds like something else (那养老金呢); None where
        the library is not sure of it."""
        context, library = turn.slot("last_answer"), self.tools.library
        if not turn.loop and (told := self.in_other_words(turn, say)) is not None:
            return told
        if library is None or not context or turn.pressed or turn.loop or not phrases.asks(turn.said):
            return None
        if not library.goes_on(turn.said, context):
            return None
        found = library.answer(turn.said, region=home.named(library, turn), context=context)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, found.intent, say)

    def of_the_talk(self, turn: Turn, say: Say) -> Events | None:
        """Answer what sounds like another office's matter where the words name an assistance or this office, go on asking in a
        talk about an assistance or within an estimate, or tell of papers, fees or time there (结婚证也没得); None where they do
        not, or the library has nothing on it."""
        context, library = turn.slot("last_answer"), self.tools.library
        estimating = turn.loop == "estimate_form"
        if library is None or turn.pressed or (turn.loop and not estimating):
            return None
        last = library.corpus.entries.get(str((context or {}).get("answer")))
        named = THIS_OFFICE.search(turn.said) or OURS.intersection(library.words.read(turn.said).programs)
        spoken = last is not None and last.intent in OF_PAPERS and OURS.intersection(last.programs)
        talked = {*(last.programs if last else ()), (context or {}).get("program")}
        in_talk = last is not None and bool(OURS & talked)
        of_a_paper = spoken and PAPER.search(turn.said)
        elsewhere = outside.office_for(turn.said) and not (named or estimating or of_a_paper)
        asks_on = phrases.asks(turn.said) and (estimating or in_talk)
        if not (named or asks_on or of_a_paper):
            return None
        intent = last.intent if last and not named else ""
        parts = _CLAUSES.split(turn.said)[-LOOKED_AT:]
        said_in = (*parts, turn.said) if named or not asks_on else (turn.said, *filter(phrases.asks, parts))
        for said in dict.fromkeys(said_in[:1] if elsewhere else said_in):
            taken = turn.intent if elsewhere else intent
            found = self.look_up(replace(turn, said=said, parsed=replace(turn.parsed, intent=taken)))
            if isinstance(found, Answer):
                self.count(turn, found)
                return self.give(turn, found, found.intent, say)
            if isinstance(found, Unknown) and found.closest and (named or not found.guess):
                self.count(turn, found)
                say.text(found.text_for_chat(), offers("ask_program", found.buttons))
                return fill(last_answer=found.context)
        if not PAPER.search(turn.said):
            return None
        if not spoken:
            return self.not_sure(turn, found, say) if isinstance(found, Unknown) and found.nearest else None
        say.text(A_PAPER_IS_MISSING.format(hotline=self.tools.local.hotline), [PERSON])
        return []

    def contesting(self, turn: Turn) -> bool:
        """Whether the answer before was on how a decision or an answer is contested."""
        context = turn.slot("last_answer")
        if not context or self.tools.library is None:
            return False
        entry = self.tools.library.corpus.entries.get(context.get("answer", ""))
        return entry is not None and entry.intent == "ask_appeal"

    def what_is_left(self, turn: Turn, say: Say) -> Events | None:
        """Tell who was told how to contest, and thinks that nothing is left, of all ways and terms; None for everybody
        else."""
        found = self.tools.library.get(CONTESTS) if self.tools.library and self.despairs(turn) else None
        if found is None:
            return None
        self.count(turn, found)
        return self.give(turn, found, "ask_appeal", say)

    def despairs(self, turn: Turn) -> bool:
        """Whether who was told how to contest asks whether nothing is left, and calls for no help."""
        if interruptions.URGENT.search(turn.said) or danger.in_danger(turn.said):
            return False
        asks = phrases.asks(turn.said) and phrases.substance(turn.said) <= MOST_OF_DESPAIR
        return asks and not turn.loop and bool(DESPAIRS.search(turn.said)) and self.contesting(turn)

    def ways_to_contest(self, turn: Turn, say: Say) -> Events | None:
        """Say how the decision that the words, or those before, tell of is contested, and offer to lodge a complaint about
        it; None, and nothing said, where there is no library."""
        library = self.tools.library
        whole = turn.with_words_before
        found = self.look_up(replace(whole, parsed=replace(whole.parsed, intent="ask_appeal")))
        if library is not None and not isinstance(found, Answer):
            found = library.get(CONTESTS)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, "ask_appeal", say)

    def way_to_review(self, say: Say) -> Events:
        """Say how the reply to a petition is contested and until when; the event that remembers it was said."""
        found = self.tools.library.get(REVIEW_OF_REPLY) if self.tools.library else None
        if found is None:
            return []
        say.text(f"对答复不服的：{found.text_for_chat()}")
        return fill(last_answer=found.context)

    def tell_of_death(self, turn: Turn, say: Say) -> Events:
        """Answer a question asked while a death is reported: by what the library is sure of, where it is about that or
        names somebody or something else, else by the rule; the event that remembers the answer."""
        library = self.tools.library
        rule = library.get(AFTER_DEATH) if library else None
        if library is None or rule is None:
            return []
        found = self.look_up(replace(turn, slots={**turn.slots, "last_answer": rule.context}))
        of_others = turn.entities("program", "relation")
        if not isinstance(found, Answer) or not (of_others or found.id.endswith("-death")):
            found = (library.get(MONEY_AFTER_DEATH) if OF_MONEY.search(turn.said) else None) or rule
        told_before = (turn.slot("last_answer") or {}).get("answer")
        if found.id == AFTER_DEATH and told_before != AFTER_DEATH:
            found = rule
        self.count(turn, found)
        again = found.id == told_before
        say.text(f"{AS_JUST_SAID}{_first(found)}" if again else _where_the_place_is_asked(found))
        return fill(last_answer=found.context)

    def repeats(self, turn: Turn, say: Say) -> bool:
        """Whether a bare question who, where or how long, which the library cannot place, goes on from the answer just
        given: its first sentence is said again."""
        context, library = turn.slot("last_answer"), self.tools.library
        if library is None or not context or turn.pressed or not BARE_QUESTION.match(turn.said):
            return False
        last = library.get(str(context.get("answer")), context=context)
        if last is None:
            return False
        say.text(f"{AS_JUST_SAID}{_first(last)}", [PERSON])
        return True

    def weighs(self, turn: Turn, say: Say) -> Events | None:
        """Say who decides on a circumstance that is told after an answer on conditions (是拉货用的), and offer what comes
        nearest to it; None where nothing of the kind is told."""
        context, library = turn.slot("last_answer"), self.tools.library
        if library is None or turn.pressed or turn.loop or turn.entities("place"):
            return None
        last = library.get(str((context or {}).get("answer")))
        asked = turn.earlier[-1].parsed.intent if turn.earlier else ""
        of_conditions = last.intent == "ask_eligibility" if last else asked == "ask_eligibility"
        if not (of_conditions and _tells_a_circumstance(turn)):
            return None
        found = self.look_up(replace(turn, parsed=replace(turn.parsed, intent="ask_eligibility")))
        if isinstance(found, Answer):
            self.count(turn, found)
            return self.give(turn, found, found.intent, say)
        near = offers("ask_eligibility", found.nearest[:2]) if found else []
        say.text(CIRCUMSTANCE, [ESTIMATE_OFFER, *near, PERSON])
        return []

    def answer_beside(self, turn: Turn, intent: str, say: Say) -> bool:
        """Answer the question in a message that tells something as well, taken for `intent`; False, and nothing said, where
        the library is not sure of it."""
        found = self.look_up(replace(turn, parsed=replace(turn.parsed, intent=intent)))
        if not isinstance(found, Answer):
            return False
        self.count(turn, found)
        say.text(found.text_for_chat())
        return True

    def answer_nearly(self, turn: Turn, say: Say, subject: str = "") -> bool:
        """Tell in few words what a question most likely means, under its title: what is likely, or comes nearest and shares its
        words; `subject` is what it is about where it does not say so. False, and nothing said, where nothing does."""
        found = self.look_up(turn)
        if isinstance(found, Answer) or found is None:
            return False
        about = f"{subject} {turn.said}"
        known = found.closest
        if known is None or (found.guess and not _shared(known, about)):
            near = (self.library_entry(one.value) for one in found.nearest)
            known = next((one for one in near if one and _shared(one, about)), None)
        if known is None:
            return False
        say.text(f"您问的要是“{known.title}”：{known.short}")
        return True

    def library_entry(self, id: str) -> Answer | None:
        """The answer of that name, None where there is none."""
        return self.tools.library.get(id) if self.tools.library else None

    def after_death(self, turn: Turn, say: Say) -> dict[str, Any] | None:
        """Say what is to be done when somebody who was supported has died; what is asked next goes on from there."""
        found = (
            self.tools.library.get(AFTER_DEATH, context=turn.slot("last_answer"))
            if self.tools.library
            else None
        )
        if found is None:
            return None
        self.count(turn, found)
        say.text(_where_the_place_is_asked(found))
        return found.context

    def give(self, turn: Turn, found: Answer, intent: str, say: Say) -> Events:
        """The answer with what can be done about it, and last the two buttons that mark it."""
        further = [*self.next_steps(found), *offers(intent, found.buttons)]
        say.text(
            found.text_for_chat(),
            [*further, *marks.offers(found.id, names=lessons.names_somebody(turn.parsed))],
        )
        today = local_date(self.tools.bureau.clock.now())
        if found.id in OF_REVIEW and review_term.passed(turn.said, today):
            say.text(TERM_OVER.format(hotline=self.tools.local.hotline), [LODGE, PERSON])
        return fill(last_answer=found.context, last_told=None)

    def next_steps(self, found: Answer) -> list[tuple[str, str]]:
        """What can be done about an answer beside asking on: one's own case estimated, the list of papers."""
        match found.intent:
            case "ask_eligibility":
                return [ESTIMATE_OFFER]
            case "ask_materials":
                return materials.offered(self.tools, found)
        return []

    def count(self, turn: Turn, found: Answer | Unknown | None) -> None:
        """Keep how often an answer was given, and what could not be answered, for those who keep the knowledge."""
        with self.tools.bureau.office() as office:
            if isinstance(found, Answer):
                questions.note_given(office, found.id)
            elif found is not None and found.reason != "which_program":
                nearest = next((button.value for button in found.nearest), None)
                questions.note_unanswered(office, turn.said, turn.intent, nearest)

    def told_of(self, turn: Turn) -> str | None:
        """The programme named in what is being told meanwhile, temporary aid for who called for help; None where none is, or
        something was answered since."""
        if turn.slot("last_answer") or self.tools.library is None:
            return None
        if not turn.loop:
            return "temporary" if waiting_kind(self.tools, turn) == "help" else None
        if program := (turn.slot("complaint_draft") or {}).get("program"):
            return str(program)
        account = str(turn.slot("note_text") or turn.slot("complaint_narrative") or "")
        return next(iter(self.tools.library.words.read(account).programs), None)

    def look_up(self, turn: Turn) -> Answer | Unknown | None:
        """The library's answer, or None where it could not be read."""
        library = self.tools.library
        if library is None:
            return None
        context = turn.slot("last_answer")
        if not context and (told := self.told_of(turn)):
            context = {"program": told}
        if turn.about and not turn.about.startswith(REGION):
            known = library.get(turn.about, region=(context or {}).get("region"), context=context)
            if known is not None:
                return known
        programs = turn.entities("program")
        goes_on = not programs and self.contesting(turn) and library.goes_on(turn.said, context)
        hints: dict[str, Any] = {
            "intent": "ask_appeal" if goes_on else turn.intent,
            "program": str(programs[0].normalised or programs[0].value) if programs else None,
            "entities": [{"entity": one.entity, "value": one.value} for one in turn.parsed.entities],
            "region": turn.about.removeprefix(REGION) if turn.about else home.named(library, turn),
            "context": context,
        }
        asked = ANNOUNCES.sub("", INTRODUCES.sub("", turn.said)) or turn.said
        found = library.answer(asked, **hints)
        subject = (
            SUBJECTS.get(str(turn.slot("complaint_category"))) if turn.loop == "complaint_form" else None
        )
        if isinstance(found, Unknown) and subject and not turn.about:
            near = {button.value for button in found.nearest}
            of_it = library.answer(f"{subject} {asked}", **hints)
            if isinstance(of_it, Answer) and of_it.id in near:
                return of_it
        return found


def _where_the_place_is_asked(answer: Answer) -> str:
    """The answer without asking for the county, where the form behind it asks for township and village."""
    return replace(answer, asks_region=False).text_for_chat()


def _shared(answer: Answer, said: str) -> bool:
    """Whether two characters that tell something stand together both in the words and in an answer's title, or three in what
    it says first."""
    words = COMMON.sub(" ", said)

    def told(length: int, text: str) -> bool:
        runs = (words[at : at + length] for at in range(len(words) - length + 1))
        return any(run in text for run in runs if " " not in run)

    return told(2, answer.title) or told(3, answer.short)


def _first(answer: Answer) -> str:
    """Its first paragraph, without the words that say that it is said again."""
    return answer.text_for_chat().partition("\n")[0].removeprefix(answer.said_before)


def _tells_a_circumstance(turn: Turn) -> bool:
    """Whether something of one's own case is told right after a question, and nothing but a yes or no is not."""
    asked = bool(turn.earlier) and turn.earlier[-1].parsed.intent.startswith("ask_")
    answers = yes_no.YES.match(turn.said) or yes_no.NO.match(turn.said) or yes_no.UNKNOWN.match(turn.said)
    return asked and not answers and not phrases.asks(turn.said) and phrases.substance(turn.said) >= 3


def wants_review(turn: Turn) -> bool:
    """Whether somebody wants review or recheck of what they lodged, rather than to know how it is asked for."""
    own = turn.slot("proven_petitions") or OF_PETITIONS.search(turn.said)
    return bool(own and REVIEW.search(turn.said)) and not phrases.asks(turn.said)


def offers(intent: str, buttons: Iterable[Button]) -> list[tuple[str, str]]:
    """The library's buttons as (title, payload); what they stand for follows the intent after a `#`."""
    made = []
    for button in buttons:
        match button.kind:
            case "human":
                made.append(PERSON)
            case "help":
                made.append((button.title, "/request_help"))
            case "complaint":
                made.append((button.title, "/file_complaint"))
            case "region":
                made.append((button.title, f"/{intent}#{REGION}{button.value}"))
            case _:
                made.append((button.title, f"/{intent}#{button.value}"))
    return list(dict.fromkeys(made))[:MOST_BUTTONS]
