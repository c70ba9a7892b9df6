"""Questions in, answers out: the right one with its basis, or an honest "I do not know"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import carrying, comparisons, contacts, plain_questions, plainly, regions, trust
from knowledge.carrying import ELLIPTIC, Standing
from knowledge.corpus import FOLDER, Corpus
from knowledge.encoder import Encoder
from knowledge.figures import Figure, Figures
from knowledge.index import Found, Index
from knowledge.regions import Place, Regions, within
from knowledge.saying import DISCLAIMER, HANDLING, Answer, Button, Source, Unknown, cut, source
from knowledge.schema import PLACEHOLDER, Audience, Clause, Document, Entry
from knowledge.wants import wants
from knowledge.words import SYNONYMS, Reading, Words, plain, words
from store.clock import Clock, SystemClock, local_date
from store.county import County

_NEAR_SCORE = 0.25
"""Below this, an entry is not even offered as "did you mean"."""

_FOLLOW_UP_OPENINGS = ("那", "要是", "如果", "假如", "万一", "换成", "还有")
_FOLLOW_UP_LENGTH = 16
_NEIGHBOURS = 60
_ASK_THERE = "各县不同，请问当地民政部门"
"""Said instead of a number of ours to somebody who lives elsewhere."""
_HOTLINE_ELSEWHERE = "当地民政部门的救助热线"
_HOTLINE = re.compile(r"(?<!服务)(?<!服务热线)(?<!服务热线[ ：]) ?(?:救助热线|热线)? ?\{phone\.hotline\} ?")
_NATIONWIDE = frozenset({"phone.government", "phone.discipline_line", "phone.crisis"})
"""Numbers that are the same wherever one rings from."""
_MOST_CHOICES = 5
_SPOKEN = 2
"""Programmes that a comparison may be about without naming them."""
_PLACE_FILLERS = frozenset(("县", "市", "区", "旗", "这边", "那边", "住", "户口"))
_ON_PERSONS = frozenset({"ask_eligibility", "ask_standard", "ask_review_rule"})
_ON_HANDLING = frozenset(
    {"ask_program", "ask_materials", "ask_procedure", "ask_processing_time", "ask_payment_rule"}
)
_OTHER_MATTERS = frozenset(
    {"ask_appeal", "privacy_request", "ask_publicity", "ask_review_rule", "ask_payment_rule"}
)
"""After an answer about one of these, 要多久 or 去哪办 asks of that matter and not of the application."""
_OF_AN_APPLICATION = frozenset({"申请", "批准"})
_MEASURE = re.compile(
    "(那|要是|如果|假如|才|只有|刚|刚满|满|不满|不到|超过|我|他|她|老人|孩子|娃|是|[,，])*+"
    "(?P<much>[0-9一二三四五六七八九十百两]+(岁|周岁|级|个月|年|口人|个人|万|块|元|亩))"
    "(以上|以下|以内|左右|多|的|了|[,，])*(呢|也算吗|算不算|算吗|行不行|行吗|可以吗|能领吗|能办吗|的话|不|吗)*[?？啊呀]*"
    "$"
)
"""Nothing is said but how old, how much, of which grade."""
_ELSEWHERE = re.compile("(别的?|外|邻|隔壁|其他|其它|旁边|全国|人家)的?(县|市|省|区|处|地方|各?地)")
_OF_OTHERS = re.compile(
    "(别人|人家|邻居|隔壁|谁家?|哪几?家|哪些人|村长|书记|他们?家?|她们?家?)[^,，。]{0,4}(有没有|是不是|领没领|领了|吃没吃|吃着|拿了|收入|存款)[^,，。]{0,8}(吗|没|多少|几|查|不)"
    "|(查一?下?|帮我查|看看)[^,，。]{0,6}(别人|人家|邻居|谁|那(家|户|个人))"
)
"""Somebody else's affairs are asked about."""
_CLAUSES = re.compile(r"[\s,，。;；!！?？、]+")
_COMPARES = re.compile("(那|又|它)?(跟|和|与|同|比起?)")
"""A clause that sets what was spoken of beside something else (临时救助怎么申请 跟低保有啥不一样)."""
_TENS = re.compile("([一二三四五六七八九])十(?![一二三四五六七八九])")
_NEAREST = 3
_LOOKED_AT = 6
"""So many clauses of a long message, the last ones, are looked up by themselves."""
MAYBE = "maybe"
"""In the context, the answer of which only the first words were told, as what may have been meant."""
_REMEMBERED = 12
"""So many answers given in a talk are not said whole again."""
_OURS = frozenset({"dibao", "dibao_marginal", "tekun", "temporary", "rigid_expenditure"})
"""What the civil-affairs bureau itself confirms; the rest is decided by others."""
_ALLOWANCES = frozenset({"disability_allowance", "elderly_allowance", "orphan", "unsupported_child"})
"""Paid each month, each by rules of its own."""
_OF_CHILDREN = {"orphan", "unsupported_child"}
"""Taken for one another by those who ask (爸死妈跑了 孩子算孤儿不)."""


class Library:
    """What Huiyin knows, searchable; many may read it at once."""

    def __init__(
        self,
        corpus: Corpus,
        county: County,
        clock: Clock | None = None,
        cutter: Words | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """`encoder`: finds by what is meant as well; without one by words alone."""
        self._encoder = encoder
        self.figures = Figures(county)
        self.words = cutter or words(SYNONYMS)
        self._clock = clock or SystemClock()
        self._contacts = contacts.Contacts(county)
        self._standing = Standing(self.words.named)
        self._parts = [unit["place"] for unit in county.read("units")["units"] if unit.get("place")]
        self._indexes: dict[Audience, Index] = {}
        self.take(corpus)

    @classmethod
    def load(
        cls,
        folder: Path = FOLDER,
        county: County | None = None,
        clock: Clock | None = None,
        encoder: Encoder | None = None,
    ) -> "Library":
        """The library of a folder of corpus files, with one county's figures.

        Raises:
            CorpusError: a corpus file is malformed.
            CountyFileError: a county file is missing or malformed.
        """
        if county is None:
            raise ValueError("a library needs a county: its figures differ from place to place")
        return cls(Corpus.load(folder), county, clock, encoder=encoder)

    def take(self, corpus: Corpus) -> None:
        """Answer from this corpus from now on."""
        self.corpus = corpus
        self.regions = Regions(
            [document.region for document in corpus.documents.values() if document.region],
            self.figures.region,
            self._parts,
        )
        self._plain = plain_questions.load()
        self._comparisons = comparisons.load()
        self._variants: dict[str, list[Entry]] = {}
        for entry in corpus.entries.values():
            if entry.variant_of:
                self._variants.setdefault(entry.variant_of, []).append(entry)
        self._indexed_on: dict[Audience, date] = {}

    def refresh(self) -> None:
        """Take up what has changed, before anything is answered; nothing here, for files do not change by themselves."""

    @property
    def today(self) -> date:
        return local_date(self._clock.now())

    def answer(
        self,
        question: str,
        intent: str | None = None,
        program: str | None = None,
        entities: Iterable[Mapping[str, Any]] = (),
        region: str | None = None,
        context: Mapping[str, Any] | None = None,
        audience: Audience = "resident",
    ) -> Answer | Unknown:
        """The answer to a question, or `Unknown` where none is near enough to be trusted.

        `intent` and `program` are taken as hints, not as orders. `region` is where the asker lives, as a path
        (`省/市/县`) or a name; a place named in the question goes before it. `context` is the `context` of the
        answer given before.
        """
        self.refresh()
        context = dict(context or {})
        if plainly.plainer(question):
            context["simple"] = True
        said = plain(plainly.without(question) or question)
        place = self.where(said, region or context.get("region"))
        if (
            place is not None
            and place.name in said
            and context.get("answer")
            and self._only_names(place, said)
        ):
            again = self._again_there(place, said, audience, context)
            if again is not None:
                return again
        contact = self._contacts.find(said, intent, entities)
        if contact is not None:
            return replace(contact, context={key: value for key, value in context.items() if key != MAYBE})
        asked = self._taken_up(regions.without(said, place) if place else said, context)
        query, programs, found = self.candidates(asked, intent, program, context, audience, question)
        named = (
            self._compared(asked, question, context, found, audience)
            or self._likewise(asked, context, found, audience)
            or self._measured(asked, context, found, audience)
        )
        if not named and self._of_another_matter(asked, programs, context):
            found = self._of_that_matter(asked, programs, context, found, audience)
        elif not named:
            if not programs:
                which = self._which(question, asked, context, audience)
                if which is not None:
                    return which
            named = self._plainly(asked, programs, found, audience)
        found = named or found
        following = self.goes_on(asked, context) or self._only_names_programme(asked, context)
        index = self.index(audience)
        trusted = 1.0 if named else trust.confidence(index, query, found, intent, following)
        likely = trust.likely(index, query, found, intent, following)
        sure = trusted >= trust.standard(index, following).threshold
        if likely and not (sure or following):
            sure = index.sameness(query, found[0].entry) >= trust.SAME
        likely = likely and bool(query.words)
        if found and not named and _of_another_allowance(query.programs, found[0].entry):
            sure = likely = False
        if not named and (
            carried := self._carried(question, programs, context, found, (sure, likely), intent, audience)
        ):
            found, trusted, sure, likely = carried
        spoken = context.get("spoken", ())
        both = self._both(question, programs, found, audience)
        if both:
            found, trusted, sure = both[0], 1.0, True
        if not sure:
            subjects = self._not_compared(question, programs)
            talked = (
                {**context, **_talked_of(subjects, {"spoken": [*programs, *spoken]})} if programs else context
            )
            entry = found[0].entry if likely else None
            if entry is None and context.get("answer"):
                entry = self._in_part(question, found, intent, context, audience)
            guess = None if entry else self._guess(query, programs, found, intent, index)
            nearest = entry or guess
            closest = self._closest(nearest, question, place, talked, audience) if nearest else None
            kept = {key: talked[key] for key in ("program", "spoken") if talked.get("program")}
            return Unknown(
                question,
                "not_found" if query.words else "unclear",
                trusted,
                tuple(_button(one.entry) for one in found[:3] if one.score >= _NEAR_SCORE),
                {**closest.context, **kept, MAYBE: closest.id}
                if closest
                else {key: value for key, value in talked.items() if key != MAYBE},
                closest,
                plainly=entry is not None
                and (_of_what_is_talked_of(entry, context) or trust.nearly(index, query, found, intent)),
                guess=entry is None and closest is not None,
            )
        best = self._in_region(found[0].entry, place.path if place else None, audience)
        answered = self._say(
            best,
            region=place.path if place else None,
            elsewhere=place.name if place and not self._at_home(place.path) else None,
            region_known=place is not None,
            score=trusted,
            alternatives=self._alternatives(found, trusted),
            programs=self._subjects(question, asked, programs, context, best),
            before={**context, "spoken": [*programs, *spoken]},
            audience=audience,
            question=said,
        )
        second = self.get(both[1][0].entry.id, answered.region, audience, context, said) if both else None
        if second is None:
            return answered
        return replace(answered, second=second, context={**answered.context, "told": _told(context)})

    def _carried(
        self,
        question: str,
        programs: Sequence[str],
        context: Mapping[str, Any],
        found: list[Found],
        held: tuple[bool, bool],
        intent: str | None,
        audience: Audience,
    ) -> tuple[list[Found], float, bool, bool] | None:
        """What a question that names no assistance asks of the one talked of: the answers, how likely the first is meant, and
        whether it is sure and may be told at all; None where what was found without it stands, `held` for sure or for likely.

        What was found surely stands, but where nothing is asked but whether something may be had (有退休金还能领不): an answer on
        another assistance is none to that.
        """
        program = context.get("program")
        if program and found and program not in programs and ELLIPTIC.search(question):
            theirs = set(self.words.read(self._standing.held(question)).programs)
            if theirs and set(programs) <= theirs:
                beside = self._beside_what_is_held(question, program, found, audience)
                return (beside, 1.0, True, True) if beside else None
        if not program or list(programs) != [program] or not found:
            return None
        sure, likely = held
        fits = bool({program, "assistance"} & set(found[0].entry.programs))
        elliptic = ELLIPTIC.search(question) is not None
        if elliptic and (beside := self._beside_what_is_held(question, program, found, audience)):
            return beside, 1.0, True, True
        elliptic = elliptic or self.goes_on(plain(question), context)
        if sure and (fits or not elliptic):
            return None
        index = self.index(audience).by_words()
        query = index.query(f"{self.words.program_name(program)} {question}")
        of_it = index.search(query, programs, intent, _NEIGHBOURS)
        own = [one for one in of_it if {program, "assistance"} & set(one.entry.programs)]
        trusted = trust.confidence(index, query, own, intent)
        part = None if sure else self._in_part(question, found, intent, context, audience)
        in_part = part is not None and program in part.programs and trusted < trust.SURE
        if trusted >= trust.standard(index).threshold and not (
            in_part and part and part.id != own[0].entry.id
        ):
            return own, trusted, True, True
        puts, alone = self._plain_clauses(question, program, own, audience)
        plainly_put = puts[0] if puts else []
        if not sure and plainly_put and alone:
            return plainly_put, 1.0, True, True
        if likely and fits:
            return None
        if part is not None and in_part:
            return self._first(part.id, found, audience), trusted, False, True
        if trust.likely(index, query, own, intent):
            return own, trusted, False, True
        if plainly_put and not sure:
            return plainly_put, trusted, False, True
        return (found, 0.0, False, False) if ELLIPTIC.search(question) and not fits else None

    def _beside_what_is_held(
        self, question: str, program: str, found: Sequence[Found], audience: Audience
    ) -> list[Found]:
        """What compares the assistance talked of with the one that the household is told to have already."""
        held = set(self.words.read(self._standing.held(question)).programs) - {program}
        pairs = (one.answer for one in self._comparisons.answers if held and {program, *held} <= one.programs)
        return self._first(next(pairs, None), found, audience)

    def _plain_clauses(
        self, question: str, program: str, found: Sequence[Found], audience: Audience
    ) -> tuple[list[list[Found]], bool]:
        """What editors name for each plain question among the clauses of a message (要等多久 医院天天催缴费), and whether no other
        clause asks anything else."""
        clauses = [clause for clause in _CLAUSES.split(question) if clause][-_LOOKED_AT:]
        put: list[list[Found]] = []
        others = False
        for clause in clauses:
            if len(clauses) > 1 and carrying.at_a_loss(clause):
                others = True
                continue
            bare = self._standing.bare(clause)
            puts = (clause, carrying.plainer(clause) or clause, carrying.plainer(bare) or bare)
            meant = next(
                (one for said in puts if (one := self._plainly(said, [program], found, audience))), None
            )
            if meant:
                put.append(meant)
            else:
                others = others or carrying.asks(clause)
        return put, not others

    def _both(
        self, question: str, programs: Sequence[str], found: Sequence[Found], audience: Audience
    ) -> list[list[Found]]:
        """What editors name for the two plain questions that a message asks, and nothing else (要带什么 到哪里办); empty where it
        does not."""
        if len(programs) != 1:
            return []
        put, alone = self._plain_clauses(question, programs[0], found, audience)
        different = list({one[0].entry.id: one for one in put}.values())
        return different if alone and len(different) == _SPOKEN else []

    def _about(
        self, query: Reading, question: str, program: str | None, context: Mapping[str, Any]
    ) -> list[str]:
        """The programmes that a question is about: those that it names, or understanding hears in it, else the one talked of;
        in a talk about one, not those that it only tells of (我们不是低保户)."""
        heard = [program] if program and self.words.knows(program) and program != "assistance" else []
        talked = [str(context["program"])] if context.get("program") else []
        named = list(query.programs)
        if talked and named:
            named = list(self.words.read(self._standing.without(question)).programs)
            heard = [one for one in heard if one in named or one not in query.programs]
        return named or heard or talked

    @staticmethod
    def _guess(
        query: Reading, programs: Sequence[str], found: Sequence[Found], intent: str | None, index: Index
    ) -> Entry | None:
        """The nearest answer on what is named or talked of, to be told in few words as a guess; None where none is near enough."""
        about = {*programs, "assistance"}
        fitting = [one for one in found if not programs or about & set(one.entry.programs)]
        near = fitting and fitting[0] in found[:_NEAREST] and fitting[0].score >= _NEAR_SCORE
        return fitting[0].entry if near and trust.guessed(index, query, fitting, intent) else None

    def _closest(
        self,
        entry: Entry,
        question: str,
        place: Place | None,
        context: Mapping[str, Any],
        audience: Audience,
    ) -> Answer | None:
        """What a question that is not surely understood may well mean; None where it asks for figures of another place, or
        about somebody else's affairs."""
        elsewhere = place is not None and not self._at_home(place.path)
        of_there = elsewhere or _ELSEWHERE.search(question) is not None
        local = entry.local or entry.county_decides or {"how_much", "when"} & wants(question)
        if (of_there and local) or (entry.intent != "privacy_request" and _OF_OTHERS.search(question)):
            return None
        there = (place.path or place.name) if place else None
        found = self.get(entry.id, there, audience, context)
        if found is None:
            return None
        simple = {"simple": True} if context.get("simple") else {}
        return replace(
            found,
            again=entry.id in _told(context),
            just=entry.id == context.get("answer"),
            simple=bool(simple),
            context={**found.context, **simple},
        )

    def _in_part(
        self,
        question: str,
        found: Sequence[Found],
        intent: str | None,
        context: Mapping[str, Any],
        audience: Audience,
    ) -> Entry | None:
        """What a clause of a longer message surely means as one that goes on from the answer before (网上能办不 我上班走不开), where
        it is among the nearest for the whole; None where there is no such clause."""
        near = {one.entry.id: one.entry for one in found[:_NEAREST]}
        latest = [clause for clause in _CLAUSES.split(question) if clause][: -_LOOKED_AT - 1 : -1]
        for clause in sorted(latest if len(latest) > 1 else (), key=lambda one: not carrying.asks(one)):
            if self.goes_on(plain(clause), context):
                part = self.answer(clause, intent, context=context, audience=audience)
                if isinstance(part, Answer) and part.id in near:
                    return near[part.id]
        return None

    def _again_there(
        self, place: Place, said: str, audience: Audience, context: Mapping[str, Any]
    ) -> Answer | None:
        """The answer before, for the place that was just named; no more than its first words where it was given for it."""
        found = self.get(context["answer"], place.path or place.name, audience, context)
        told = found is not None and context["answer"] in _told(context)
        if found is None or not told or not self._same_place(found.region, context):
            return found
        return replace(found, again=True, just=True)

    def _same_place(self, region: str | None, before: Mapping[str, Any]) -> bool:
        """Whether what was said before holds for where somebody lives: where that was not known, the home county's was said."""
        known = before.get("region")
        return known == region or (known is None and self._at_home(region))

    def _subjects(
        self, question: str, asked: str, programs: Sequence[str], context: Mapping[str, Any], found: Entry
    ) -> list[str]:
        """What the talk is about after an answer: what the question names but to compare it, else what was talked of; nothing
        where the answer itself says it."""
        if self._beside(asked, context, found):
            return []
        of_no_orphan = list(programs) == ["orphan"] and found.programs[0] == "unsupported_child"
        if of_no_orphan and not self.words.read(question).programs:
            return ["unsupported_child"]
        return self._not_compared(question, programs)

    def _not_compared(self, question: str, programs: Sequence[str]) -> list[str]:
        """The one programme of several that a question is about where the others are named but to compare it."""
        if len(programs) < _SPOKEN:
            return list(programs)
        clauses = (clause for clause in _CLAUSES.split(question) if not _COMPARES.match(clause))
        named = self.words.read(" ".join(clauses)).programs
        return list(named) if len(named) == 1 else list(programs)

    def _beside(self, question: str, context: Mapping[str, Any], found: Entry) -> bool:
        """Whether a programme is only named as one more thing that the answer before asked of (算不算收入 … 高龄津贴呢): the talk
        stays about what it was about."""
        last = self.corpus.entries.get(context.get("answer", ""))
        return bool(
            last
            and self._only_names_programme(question, context)
            and not set(self.words.read(question).programs) & set(last.programs)
            and set(last.programs) & set(found.programs)
        )

    def _compared(
        self,
        question: str,
        written: str,
        context: Mapping[str, Any],
        found: Sequence[Found],
        audience: Audience,
    ) -> list[Found]:
        """The answer that compares the programmes named, or talked of before, before the others found; asked for in the whole
        question, or in one clause of it as it was `written`."""
        query = self.words.read(question)
        last = self.corpus.entries.get(context.get("answer", ""))
        spoken = dict.fromkeys(
            (*query.programs, *context.get("spoken", ()), *(last.programs if last else ()))
        )
        programs = [one for one in spoken if one != "assistance"]
        in_one = len(query.programs) < _SPOKEN and self._comparisons.asked_for(query)
        clauses = map(self.words.read, filter(None, _CLAUSES.split(written) if in_one else ()))
        compared = (self._comparisons.answer(said, programs) for said in (query, *clauses))
        return self._first(next(filter(None, compared), None), found, audience)

    def _likewise(
        self, question: str, context: Mapping[str, Any], found: Sequence[Found], audience: Audience
    ) -> list[Found]:
        """What editors name for another programme where they name the answer before, and nothing but it is said."""
        query = self.words.read(question)
        if query.words or len(query.programs) != 1:
            return []
        id = self._plain.likewise(context.get("answer", ""), query.programs[0])
        return self._first(id, found, audience)

    def goes_on(self, question: str, context: Mapping[str, Any] | None) -> bool:
        """Whether a question has words of its own and is short enough to go on from the answer before."""
        query = self.words.read(question)
        said = query.characters
        short = len(said) <= _FOLLOW_UP_LENGTH or said.startswith(_FOLLOW_UP_OPENINGS)
        after = (context or {}).get("answer") in self.corpus.entries
        if not (after and short and query.words):
            return False
        last = self.corpus.entries[context["answer"]] if context else None
        same = last is not None and said.startswith("那") and set(query.programs) <= set(last.programs)
        return not query.programs or same

    def _only_names_programme(self, question: str, context: Mapping[str, Any]) -> bool:
        """Whether nothing but a programme is said after an answer: it is asked of that programme what was asked before."""
        query = self.words.read(question)
        return bool(query.programs and not query.words and context.get("answer") in self.corpus.entries)

    def _of_another_matter(self, question: str, programs: Sequence[str], context: Mapping[str, Any]) -> bool:
        """Whether a plain question goes on from an answer that was not about the programme as such (复议 … 要多久)."""
        last = self.corpus.entries.get(context.get("answer", ""))
        query = self.words.read(question)
        return (
            last is not None
            and (last.intent in _OTHER_MATTERS or self.words.names_part(last.title))
            and not query.programs
            and not _OF_AN_APPLICATION.intersection(query.words)
            and set(programs) <= set(last.programs)
        )

    def _of_that_matter(
        self,
        question: str,
        programs: Sequence[str],
        context: Mapping[str, Any],
        found: list[Found],
        audience: Audience,
    ) -> list[Found]:
        """The same without what answers a plain question (要多久) of the programme, where it goes on from another matter."""
        if not self._plainly(question, programs, found, audience):
            return found
        last = self.corpus.entries[context["answer"]]
        return [one for one in found if one.entry.intent == last.intent]

    def _measured(
        self, question: str, context: Mapping[str, Any], found: Sequence[Found], audience: Audience
    ) -> list[Found]:
        """The answer that tells of the age, grade or number that alone is said after an answer (16岁呢): the one before, or
        the nearest about the same programme; where none tells of it, the one before."""
        last = self.corpus.entries.get(context.get("answer", ""))
        measure = _MEASURE.match(question)
        if last is None or measure is None:
            return []
        own = set(last.programs)
        near = (one.entry for one in found if own & set(one.entry.programs))
        telling = (one for one in (last, *near) if any(measure["much"] in text for text in _texts(one)))
        return self._first(next(telling, last).id, found, audience)

    def _plainly(
        self, question: str, programs: Sequence[str], found: Sequence[Found], audience: Audience
    ) -> list[Found]:
        """The answer that editors name for a plain question before the others found; nothing where there is none."""
        query = self.words.read(question)
        if len(programs) != 1 or not set(query.programs) <= set(programs):
            return []
        return self._first(self._plain.answer(query, programs[0]), found, audience)

    def _first(self, id: str | None, found: Sequence[Found], audience: Audience) -> list[Found]:
        """An answer that editors name, before the others found; nothing where it may not be given."""
        entry = self.corpus.entries.get(id) if id else None
        if entry is None or not self.shows(entry, audience):
            return []
        evidence = found[0].evidence if found else np.zeros(0, dtype=np.float32)
        return [Found(entry, 1.0, evidence), *(one for one in found if one.entry.id != entry.id)]

    def _which(
        self, question: str, asked: str, context: dict[str, Any], audience: Audience
    ) -> Unknown | None:
        """A plain question that names no programme, given back to ask which; None where it is no such question."""
        entries = {
            program: self.corpus.entries[id]
            for program, id in self._plain.answers(self.words.read(asked)).items()
            if id in self.corpus.entries and self.shows(self.corpus.entries[id], audience)
        }
        if not entries:
            return None
        spoken = {program: entries[program] for program in context.get("spoken", ()) if program in entries}
        choices = [
            Button(self.words.program_name(program), "answer", entry.id)
            for program, entry in list((spoken or entries).items())[:_MOST_CHOICES]
        ]
        return Unknown(question, "which_program", nearest=tuple(choices), context={**context, "asked": asked})

    def _taken_up(self, question: str, context: Mapping[str, Any]) -> str:
        """The question asked before, with the programme that was missing, where nothing but a programme is said."""
        query = self.words.read(question)
        if context.get("asked") and query.programs and not query.words:
            return f"{question}{context['asked']}"
        return question

    def heard(self, text: str, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The context after words that are answered elsewhere: the programmes that they name have been talked of."""
        before = dict(context or {})
        programs = self.words.read(text).programs
        return {**before, **_talked_of(programs, before)} if programs else before

    def where(self, text: str, region: str | None = None) -> Place | None:
        """Where the speaker lives: as the text says, else as was said before, else None."""
        place = self.regions.named(text, self.words.read(text).words)
        if place is None and region:
            place = self.regions.named(region, [region])
        return place

    def at_home(self, place: Place) -> bool:
        """Whether this county's figures hold there."""
        return self._at_home(place.path)

    def candidates(
        self,
        question: str,
        intent: str | None = None,
        program: str | None = None,
        context: Mapping[str, Any] | None = None,
        audience: Audience = "resident",
        written: str | None = None,
    ) -> tuple[Reading, list[str], list[Found]]:
        """The question as it was understood, the programmes it is about, and the nearest answers, best first; `written`, it as
        it was put down, with its spaces.

        A follow-up that names nothing but a programme (那特困呢？) asks what was asked before, of that programme; a
        short one with words of its own (贴在哪儿) is read both by itself and as a continuation.
        """
        index = self.index(audience)
        query = index.query(question)
        programs = self._about(query, written or question, program, context or {})
        last = self.corpus.entries.get((context or {}).get("answer", ""))
        said = query.words or query.programs
        if last is None or not said or (query.words and not self.goes_on(question, context)):
            return query, programs, index.search(query, programs, intent)
        with_topic = index.query(self._topic(last) + question)
        if query.words:
            return query, programs, index.continued(query, with_topic, programs, last)
        found = index.of_topic(with_topic, programs, last, _NEIGHBOURS)
        fitting = [one for one in found if set(programs) <= set(one.entry.programs)]
        return with_topic, programs, fitting or found

    def get(
        self,
        entry_id: str,
        region: str | None = None,
        audience: Audience = "resident",
        context: Mapping[str, Any] | None = None,
        question: str = "",
    ) -> Answer | None:
        """One answer by its id, for a pressed button; None if there is none, or none for this audience.

        `context` is that of the answer given before, so that what was talked of is not forgotten; `question`, what it is given
        to, where something was asked.
        """
        self.refresh()
        entry = self.corpus.entries.get(entry_id)
        if entry is None or not self.shows(entry, audience):
            return None
        place = self.regions.named(region, [region]) if region else None
        path = place.path if place else None
        return self._say(
            self._in_region(entry, path, audience),
            region=path,
            elsewhere=place.name if place and not self._at_home(path) else None,
            region_known=place is not None,
            before=context,
            audience=audience,
            question=question,
        )

    def simply(self, context: Mapping[str, Any]) -> Answer | None:
        """The answer before in few and plain words, as those after it will be too; None where none was given."""
        found = self.get(str(context.get("answer")), context.get("region"), context=context)
        if found is None:
            return None
        return replace(found, simple=True, context={**found.context, "told": _told(context), "simple": True})

    def shows(self, entry: Entry, audience: Audience) -> bool:
        """Whether an answer may be given today: nothing internal to residents, nothing without a valid basis."""
        if audience == "resident":
            if entry.audience != "resident":
                return False
            cited = {reference.partition("#")[0] for reference in entry.sources}
            if any(
                self.corpus.documents[key].disclosure != "公开"
                for key in cited
                if key in self.corpus.documents
            ):
                return False
        return not entry.sources or any(True for _ in self._leaned_on(entry))

    def index(self, audience: Audience = "resident") -> Index:
        """The searchable answers for an audience as of today; made anew, which takes seconds, only where on a new day, or
        after something was published, other answers are shown than before."""
        if self._indexed_on.get(audience) != (today := self.today):
            shown = [
                entry
                for entry in self.corpus.entries.values()
                if entry.variant_of is None and self.shows(entry, audience)
            ]
            known = self._indexes.get(audience)
            if known is None or known.entries != shown:
                self._indexes[audience] = Index(shown, self.words, self._encoder)
            self._indexed_on[audience] = today
        return self._indexes[audience]

    def _only_names(self, place: Place, said: str) -> bool:
        """Whether a message says nothing but where somebody lives."""
        rest = self.words.read(said.replace(place.name, ""))
        return not rest.programs and all(word in _PLACE_FILLERS for word in rest.words)

    def _topic(self, entry: Entry) -> str:
        """What an answer is about, whatever programme it was about."""
        return "".join(piece[0] for piece in self.words.read(entry.title).pieces)

    def _in_region(self, entry: Entry, region: str | None, audience: Audience) -> Entry:
        """The wording for where somebody lives, the most local first."""
        fitting = [variant for variant in self._variants.get(entry.id, ()) if within(region, variant.region)]
        fitting = [variant for variant in fitting if self.shows(variant, audience)]
        return max(fitting, key=lambda variant: len(variant.region or ""), default=entry)

    def _at_home(self, region: str | None) -> bool:
        return region is not None and (
            within(region, self.figures.region) or within(self.figures.region, region)
        )

    def _sources(self, entry: Entry) -> tuple[Source, ...]:
        """What may be cited today."""
        return tuple(source(clause, document) for clause, document in self._leaned_on(entry))

    def _leaned_on(self, entry: Entry) -> Iterator[tuple[Clause, Document]]:
        """The clauses that hold today: in force, verified, not set aside by a newer clause."""
        today = self.today
        for clause, document in self.corpus.cited(entry):
            if (
                document.valid_on(today)
                and clause.verified != "unverified"
                and not self._set_aside(clause.overridden_by, today)
            ):
                yield clause, document

    def _set_aside(self, overriding: str | None, today: date) -> bool:
        if overriding is None:
            return False
        newer = self.corpus.documents.get(overriding.partition("#")[0])
        return newer is not None and newer.valid_on(today)

    def _say(
        self,
        entry: Entry,
        *,
        region: str | None,
        elsewhere: str | None,
        region_known: bool,
        score: float = 1.0,
        alternatives: Sequence[Button] = (),
        programs: Sequence[str] = (),
        before: Mapping[str, Any] | None = None,
        audience: Audience = "resident",
        question: str = "",
    ) -> Answer:
        today = self.today
        before = before or {}
        home = not elsewhere
        told = _told(before)
        figures = [self.figures.find(key, today) for key in entry.local] if home else []
        found = [figure for figure in figures if figure is not None]
        known = tuple(figure.line() for figure in found)
        of_here = home and bool(known or _named_here((entry.short, *entry.depends, *entry.act)))
        decides = entry.county_decides if not known else None
        if elsewhere and (entry.local or entry.county_decides) and entry.variant_of is None:
            decides = f"{elsewhere}的具体数字我这里没有，请问当地民政部门。"
        elsewhere_otherwise = any(
            self.shows(variant, audience) for variant in self._variants.get(entry.id, ())
        )
        differs = bool(known or elsewhere_otherwise or (entry.county_decides and of_here))
        asks = differs and not region_known and not before.get("region_asked")
        id = entry.variant_of or entry.id
        conditions = tuple(self._all_filled(entry.depends, today, home))
        again = bool(question) and id in told and self._same_place(region or elsewhere, before)
        return Answer(
            id=entry.id,
            title=entry.title,
            short=self._filled(entry.short, today, home) or PLACEHOLDER.sub(_ASK_THERE, entry.short),
            conditions=conditions,
            how=tuple(self._all_filled(entry.act, today, home)),
            sources=self._sources(entry),
            local_figures=known,
            local_of=self.figures.county_name if of_here else None,
            hotline=self._filled("{phone.hotline}", today, home=True),
            county_decides=decides,
            asks_region=asks,
            short_of_here=home and bool(_named_here((entry.short,))),
            again=again,
            just=id == before.get("answer"),
            simple=bool(question) and bool(before.get("simple")),
            wanted_figures=tuple(figure.line() for figure in _wanted(question, found)),
            wanted_lines=tuple(self._speaking_of(question, conditions)) if again else (),
            closing=_closing(entry),
            intent=entry.intent,
            program=programs[0] if programs else entry.programs[0],
            region=region,
            home=self.figures.region,
            score=score,
            next=self._next(entry),
            alternatives=tuple(alternatives),
            context={
                "answer": id,
                **_talked_of(programs or _own(entry, before), before),
                "region": region or elsewhere,
                "region_asked": asks or bool(before.get("region_asked")),
                "told": [*(one for one in told[-_REMEMBERED:] if one != id), id],
                **({"simple": True} if question and before.get("simple") else {}),
            },
        )

    def _speaking_of(self, question: str, lines: Iterable[str]) -> Iterator[str]:
        """The lines that have a word of two signs or more in common with a question."""
        said = {word for word in self.words.read(question).words if len(word) > 1}
        return (line for line in lines if said.intersection(self.words.read(line).words))

    def _filled(self, text: str, day: date, home: bool) -> str | None:
        if home:
            return self.figures.fill(text, day)
        text = _HOTLINE.sub(_HOTLINE_ELSEWHERE, text)
        return self.figures.fill(text, day) if _NATIONWIDE.issuperset(PLACEHOLDER.findall(text)) else None

    def _all_filled(self, texts: Iterable[str], day: date, home: bool) -> Iterable[str]:
        for text in texts:
            filled = self._filled(text, day, home)
            if filled is not None:
                yield filled

    def _next(self, entry: Entry) -> tuple[Button, ...]:
        following = (self.corpus.entries.get(key) for key in entry.next)
        return tuple(_button(one) for one in following if one is not None and self.shows(one, "resident"))[:3]

    @staticmethod
    def _alternatives(found: Sequence[Found], trusted: float) -> list[Button]:
        """Close runners-up, offered where the first is not beyond doubt."""
        if trusted >= trust.SURE:
            return []
        return [_button(one.entry) for one in found[1:3] if one.score >= 0.85 * found[0].score]


def _told(context: Mapping[str, Any]) -> list[str]:
    """The answers given whole in the talk, the latest last."""
    return list(context.get("told", [context["answer"]] if context.get("answer") else []))


def _named_here(texts: Iterable[str]) -> set[str]:
    """The telephones, places and hours of this county that are named."""
    return set(PLACEHOLDER.findall("".join(texts))) - _NATIONWIDE


def _texts(entry: Entry) -> Iterator[str]:
    """What an answer says, and how it is asked for."""
    return iter((entry.title, entry.short, *entry.depends, *entry.ask))


def _of_another_allowance(programs: Iterable[str], entry: Entry) -> bool:
    """Whether a question names one allowance, and an answer is on another alone."""
    named = set(programs) - {"assistance"}
    return (
        len(named) == 1
        and len(entry.programs) == 1
        and named <= _ALLOWANCES
        and set(entry.programs) <= _ALLOWANCES - named
        and {*named, *entry.programs} != _OF_CHILDREN
    )


def _of_what_is_talked_of(entry: Entry, context: Mapping[str, Any]) -> bool:
    """Whether an answer is on the assistance that is talked of, or on how any is applied for."""
    applied_for = entry.intent in _ON_HANDLING and "assistance" in entry.programs
    return bool(context.get("program")) and (context.get("program") in entry.programs or applied_for)


def _wanted(question: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that the question names; where it names none and asks how much (一个月多少), all."""
    return _told_apart(question, figures) or (list(figures) if "how_much" in wants(question) else [])


def _told_apart(question: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that the question names by two signs of their label that not all labels have; none where it names all."""
    labels = [
        {label[at : at + 2] for at in range(len(label) - 1)} for label in (one.label for one in figures)
    ]
    common = set.intersection(*labels) if labels else set()
    said = _TENS.sub(lambda tens: f"{'一二三四五六七八九'.index(tens[1]) + 1}0", question)
    named = [
        figure
        for figure, pairs in zip(figures, labels, strict=True)
        if any(pair in said for pair in pairs - common)
    ]
    return named if len(named) < len(figures) else []


def _closing(entry: Entry) -> str | None:
    """Who has the last word, where the bureau has it: not on appeals, on privacy, on what other offices do."""
    if entry.intent in _ON_PERSONS:
        return DISCLAIMER
    return HANDLING if entry.intent in _ON_HANDLING and _OURS.intersection(entry.programs) else None


def _own(entry: Entry, before: Mapping[str, Any]) -> list[str]:
    """The programme a talk is about after an answer where none was named: the answer's own, if it has but one, or as before."""
    known = before.get("program")
    if known and (known in entry.programs or entry.programs == ["assistance"]):
        return [known]
    return list(entry.programs) if len(entry.programs) == 1 and entry.programs != ["assistance"] else []


def _talked_of(programs: Sequence[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the next question is taken to be about: one programme where it is clear, and the last two talked of, the
    latest first."""
    named = [one for one in programs if one != "assistance"] or list(programs)
    spoken = [one for one in dict.fromkeys((*named, *before.get("spoken", ()))) if one != "assistance"]
    return {"program": named[0] if len(named) == 1 else None, "spoken": spoken[:_SPOKEN]}


def _button(entry: Entry) -> Button:
    return Button(cut(entry.title), "answer", entry.id)
