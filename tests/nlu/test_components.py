"""The graph components, and the traps of Rasa with Chinese: each has a test that fails if it comes back."""

import random
import warnings

import jieba
import numpy as np
import pytest
import yaml
from huiyin_nlu import fingerprint, merging, neural, paths, varied, views
from huiyin_nlu.calibrate import outside_weights
from huiyin_nlu.components import (
    ChineseTokenizer,
    EntityMerger,
    GazetteerExtractor,
    Normaliser,
    PatternExtractor,
    Restorer,
)
from huiyin_nlu.cutter import cutter
from huiyin_nlu.gazetteer import Gazetteer, gazetteer
from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.linear import Vocabulary
from huiyin_nlu.parse import harmless
from huiyin_nlu.safety import SafetyModel
from huiyin_nlu.text import normalise
from huiyin_nlu.thresholds import Thresholds, contentless, ranked
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def tokenizer() -> ChineseTokenizer:
    return ChineseTokenizer(ChineseTokenizer.get_default_config())


def known(text: str) -> list[tuple[str, str]]:
    return [(text[find.start : find.end], find.entity) for find in gazetteer().find(text)]


class TestWordBoundaries:
    def test_a_known_word_glued_to_others_is_found(self):
        assert ("低保", "program") in known("我想问下农村低保怎么申请")

    def test_a_number_glued_to_chinese_is_found(self):
        (message,) = PatternExtractor({}).process([Message({TEXT: "电话13800138000请打"})])
        assert message.get("numbered_spans") == [(2, 13, "phone")]

    @pytest.mark.parametrize(
        ("text", "relation"),
        [
            ("我堂嫂不管了", "我堂嫂"),
            ("俺老头交了十五年", "俺老头"),
            ("我家男人出车祸", "我家男人"),
            ("我亲弟弟拿走了", "我亲弟弟"),
            ("我屋里崽在坐牢", "我屋里崽"),
        ],
    )
    def test_whom_the_speaker_calls_their_own_is_a_relation_with_the_word_before(self, text, relation):
        assert (relation, "relation") in known(text)

    @pytest.mark.parametrize("text", ["那个男人走了", "他老头也领", "我大概明白", "女朋友是谁"])
    def test_whom_nobody_calls_their_own_is_none(self, text):
        assert known(text) == []

    @pytest.mark.parametrize(
        ("text", "role"),
        [
            ("前任支书没交", "支书"),
            ("请查副镇长", "副镇长"),
            ("任支书没交", "任支书"),
            ("跟查主任说了", "查主任"),
        ],
    )
    def test_a_verb_before_a_title_is_no_surname(self, text, role):
        assert known(text) == [(role, "role")]

    def test_the_longest_name_wins(self):
        assert known("刚性支出困难家庭能申请吗") == [("刚性支出困难家庭", "program")]
        find = Gazetteer({"program": {"低保", "低保边缘家庭"}}, frozenset()).find("低保边缘家庭")
        assert [(f.start, f.end) for f in find] == [(0, 6)]


class TestTokens:
    def test_entities_end_on_edges_of_tokens(self):
        text = "还没到账XF20260821-0012"
        message = Message(
            {TEXT: text, ENTITIES: [{"start": 4, "end": 19, "entity": "petition_no", "value": text[4:]}]}
        )
        message.set("text_tokens", tokenizer().tokenize(message, TEXT))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            EntityExtractorMixin.check_correct_entity_annotations(TrainingData([message]))

    def test_a_long_word_does_not_hide_a_short_entity(self):
        message = Message(
            {TEXT: "低保边缘家庭", ENTITIES: [{"start": 0, "end": 2, "entity": "program", "value": "低保"}]}
        )
        assert [token.text for token in tokenizer().tokenize(message, TEXT)][:1] == ["低保"]

    def test_no_token_is_white_space(self):
        message = Message({TEXT: "我妈 70 岁\n低保"})
        assert all(token.text.strip() for token in tokenizer().tokenize(message, TEXT))

    def test_full_width_figures_are_one_token(self):
        (message,) = Normaliser({}).process([Message({TEXT: "号码１２３４"})])
        assert "1234" in [token.text for token in tokenizer().tokenize(message, TEXT)]

    def test_tokens_give_the_text_back(self):
        text = "俺妈七十三了，名下有辆三轮车 ok"
        tokens = tokenizer().tokenize(Message({TEXT: text}), TEXT)
        assert all(text[token.start : token.end] == token.text for token in tokens)

    def test_the_global_jieba_is_left_alone(self):
        cutter().cut("低保边缘家庭")
        assert jieba.dt is not cutter()._jieba
        assert "低保边缘家庭" not in (jieba.dt.FREQ or {})


class TestFingerprint:
    def test_changes_with_the_lexicon(self, tmp_path, monkeypatch):
        (tmp_path / "programs.yml").write_text("programs: []", encoding="utf-8")
        monkeypatch.setattr(paths, "LEXICON", tmp_path)
        before = ChineseTokenizer.fingerprint_addon({})
        (tmp_path / "programs.yml").write_text("programs: [1]", encoding="utf-8")
        assert ChineseTokenizer.fingerprint_addon({}) != before

    def test_changes_with_the_county(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HUIYIN_COUNTY_DIR", str(tmp_path))
        before = fingerprint.components()
        (tmp_path / "units.yml").write_text("units: []", encoding="utf-8")
        assert Normaliser.fingerprint_addon({}) == fingerprint.components() != before


class TestRawCharacters:
    def test_character_runs_cross_the_edges_of_words(self):
        text = "人不能买车"
        assert any(end - start < 3 for start, end in cutter().cut(text))
        assert "c不能买" in views.chars(text)
        assert "c人不能" in views.chars(text)


class TestNormaliser:
    def test_training_spans_move_along(self):
        typed = "我 妈 在　柳溪鎮"
        entity = {"start": 6, "end": 9, "entity": "place", "value": "柳溪鎮"}
        (message,) = Normaliser({}).process([Message({TEXT: typed, ENTITIES: [entity]})])
        (moved,) = message.get(ENTITIES)
        assert message.get(TEXT)[moved["start"] : moved["end"]] == moved["value"] == "柳溪镇"

    def test_entities_are_reported_in_what_was_typed(self):
        typed = "  電話１３８ ００００ １２３４，在柳溪鎮"
        messages = Normaliser({}).process([Message({TEXT: typed})])
        for component in (PatternExtractor, GazetteerExtractor, EntityMerger):
            messages = component({}).process(messages)
        messages[0].set(
            ENTITIES,
            [
                *messages[0].get(ENTITIES),
                {
                    "entity": "place",
                    "start": messages[0].get(TEXT).index("柳溪"),
                    "end": len(messages[0].get(TEXT)),
                },
            ],
        )
        (message,) = Restorer({}).process(messages)
        assert message.get(TEXT) == typed
        assert [typed[e["start"] : e["end"]] for e in message.get(ENTITIES)] == [
            "１３８ ００００ １２３４",
            "柳溪鎮",
        ]
        assert message.get(ENTITIES)[0]["normalised"] == "13800001234"


class TestSlash:
    @pytest.mark.parametrize("typed", ['/query{"role":"x"}', " /greet", '／check_petition{"a":1}'])
    def test_free_text_cannot_set_an_intent(self, typed):
        assert not harmless(typed).lstrip().startswith("/")
        assert len(harmless(typed)) == len(typed)

    def test_a_full_width_slash_stays_full_width_in_what_rasa_sees_last(self):
        messages = Restorer({}).process(Normaliser({}).process([Message({TEXT: "／greet"})]))
        assert messages[0].get(TEXT) == "／greet"


class TestDoubt:
    @pytest.mark.parametrize("text", ["", "。。。", "啊啊啊啊", "？？", "…", "😀", "😭😭😭", "🐶🐔"])
    def test_contentless(self, text):
        assert contentless(normalise(text).text)

    @pytest.mark.parametrize("text", ["好好好", "低保", "👍", "🙏🙏", "🆘", "嗯嗯嗯", "1", "ok"])
    def test_short_but_not_empty(self, text):
        assert not contentless(text)

    def test_an_unsure_intent_is_not_acted_on(self):
        limits = Thresholds(default=0.3, intents={"withdraw_petition": 0.7})
        unsure = [{"name": "greet", "confidence": 0.2}, {"name": "thank", "confidence": 0.05}]
        costly = [{"name": "withdraw_petition", "confidence": 0.6}, {"name": "thank", "confidence": 0.05}]
        close = [{"name": "greet", "confidence": 0.25}, {"name": "thank", "confidence": 0.24}]
        assert limits.judge("低保的事", unsure).reason == "unsure"
        assert limits.judge("低保的事", costly).reason == "unsure"
        assert limits.judge("低保的事", close).reason == "close"
        assert limits.judge("低保的事", [{"name": "greet", "confidence": 0.9}]).accepted

    def test_outside_leads_when_its_classes_together_outweigh_the_likeliest_inside(self):
        names = ["ask_program", "out_of_scope", "other_department"]
        weights = {"outside": 1.0, "inside": 0.5, "constant": 1.0}
        assert ranked(names, np.asarray([0.4, 0.32, 0.28]), weights)[0][0] == "out_of_scope"
        assert ranked(names, np.asarray([0.6, 0.2, 0.2]), weights)[0][0] == "out_of_scope"
        assert ranked(names, np.asarray([0.9, 0.06, 0.04]), weights)[0][0] == "ask_program"
        assert ranked(names, np.asarray([0.6, 0.02, 0.02]), weights)[0][0] == "ask_program"

    def test_the_weights_are_learnt_from_messages_that_look_like_business(self):
        names = ["ask_program", "out_of_scope"]
        doubtful, sure = [0.7, 0.06], [0.98, 0.0001]
        chances = np.asarray([doubtful] * 30 + [sure] * 60)
        weights = outside_weights(chances, names, np.asarray([True] * 30 + [False] * 60))
        assert ranked(names, np.asarray(doubtful), weights)[0][0] == "out_of_scope"
        assert ranked(names, np.asarray(sure), weights)[0][0] == "ask_program"


class TestConfig:
    def test_is_chinese_and_has_no_pretrained_featurizer(self):
        config = yaml.safe_load(paths.CONFIG.read_text(encoding="utf-8"))
        names = [row["name"] for row in config["pipeline"]]
        assert config["language"] == "zh"
        assert not any("LanguageModel" in name or "Whitespace" in name for name in names)
        assert names[0].endswith("Normaliser")
        assert names[-1].endswith("Restorer")

    def test_nothing_matches_by_word_boundaries_or_falls_back_at_a_fixed_level(self):
        for row in yaml.safe_load(paths.CONFIG.read_text(encoding="utf-8"))["pipeline"]:
            if row["name"].startswith("Regex"):
                assert row.get("use_word_boundaries") is False
            assert row["name"] != "FallbackClassifier"

    def test_thresholds_are_each_intents_own_and_below_certainty(self):
        limits = Thresholds.read()
        assert 0 < limits.default < 1
        assert limits.intents["withdraw_petition"] > limits.default
        assert limits.outside["outside"] > 0
        assert limits.outside["inside"] > 0


class TestMerging:
    def test_a_number_is_taken_whole_however_little_of_it_was_tagged(self):
        text = "单号260229471885到期了"
        (found,) = merging.merge(text, [(2, 5, "petition_no"), (8, 10, "phone")], [], [])
        assert found[:3] == (2, 14, "petition_no")

    @pytest.mark.parametrize(
        ("text", "tagged", "expected"),
        [
            ("2026-1193", [(0, 3, "date")], []),
            ("2026-1193", [(0, 6, "date")], []),
            ("2026-11交的", [(0, 7, "date")], [(0, 7, "date")]),
            ("借我两万三年", [(2, 6, "duration")], [(2, 4, "amount"), (4, 6, "duration")]),
            ("查副镇长", [(0, 4, "role")], [(1, 4, "role")]),
            ("前任支书", [(1, 4, "role")], [(2, 4, "role")]),
            ("任支书", [(0, 3, "role")], [(0, 3, "role")]),
            ("黑山咀村支书", [(0, 3, "place"), (3, 6, "role")], [(0, 4, "place"), (4, 6, "role")]),
            ("青石坳村村支书", [(0, 4, "place"), (4, 7, "role")], [(0, 4, "place"), (4, 7, "role")]),
        ],
    )
    def test_a_span_that_its_form_forbids_is_mended(self, text, tagged, expected):
        assert [span[:3] for span in merging.merge(text, tagged, [], [])] == expected

    def test_a_word_is_never_a_number(self):
        assert merging.merge("卡号忘了", [(0, 2, "bank_card")], [], []) == []

    @pytest.mark.parametrize(
        ("typed", "tagged", "expected"),
        [
            ("姓卢 卢小满", [("卢卢小满", "person")], [("卢", "person"), ("卢小满", "person")]),
            (
                "姓尹 他们喊他尹老四",
                [("尹他", "person"), ("尹老四", "person")],
                [("尹", "person"), ("尹老四", "person")],
            ),
            ("加上乔满仓 佟秀莲", [("乔满仓佟秀莲", "person")], [("乔满仓", "person"), ("佟秀莲", "person")]),
            (
                "姓郝 会计叫郝有福",
                [("郝会计", "role"), ("郝有福", "person")],
                [("会计", "role"), ("郝有福", "person")],
            ),
            (
                "黄泥洼 村支书姚宏",
                [("黄泥洼村", "place"), ("支书", "role")],
                [("黄泥洼", "place"), ("村支书", "role")],
            ),
            (
                "黄泥洼 村支书姚宏",
                [("黄泥洼", "place"), ("村支书", "role")],
                [("黄泥洼", "place"), ("村支书", "role")],
            ),
            ("我叫邹 小满", [("邹小满", "person")], [("邹小满", "person")]),
            ("邹 小 满", [("邹小满", "person")], [("邹小满", "person")]),
            ("姓卢卢小满", [("卢卢小满", "person")], [("卢卢小满", "person")]),
        ],
    )
    def test_no_name_goes_over_a_pause(self, typed, tagged, expected):
        normal = normalise(typed)
        spans = [(at, at + len(said), entity) for said, entity in tagged for at in [normal.text.index(said)]]
        found = merging.merge(normal.text, spans, [], [], normal.pauses())
        assert [(normal.text[start:end], entity) for start, end, entity, _ in found] == expected


class TestHints:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("衣裳都送人了，往后用不上了", "crisis"),
            ("等我没了你们把赔的钱给娃", "crisis"),
            ("他把我锁在屋里不让出来", "crisis"),
            ("老两口煤烟打倒了，叫不应", "crisis"),
            ("俺们三十多个人明天去县政府门口坐着", "collective_action"),
            ("横幅做好了，直接去省里告", "collective_action"),
        ],
    )
    def test_are_seen_whatever_the_model_thinks(self, text, kind):
        assert lexicon().safety[kind].hints.search(text)

    @pytest.mark.parametrize(
        "text",
        [
            "我妈的低保三个月没发了",
            "累死我了排了一上午",
            "村里三个人来核查过",
            "死亡证明在哪开",
            "我爸去世以后低保停吗",
            "去年去市里看病花了三万",
            "打死我也不签这个字",
            "下礼拜去北京看病，回来再交表",
        ],
    )
    def test_are_not_seen_in_everyday_words(self, text):
        assert not any(table.hints.search(text) for table in lexicon().safety.values())


class TestEverydayReasons:
    class Unsure:
        """A model that half takes everything for a plan to go together."""

        classes = ("collective_action", "none")

        def scores(self, texts):
            return np.tile([0.0, 0.25], (len(texts), 1))

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("路过县政府", None),
            ("去北京看病", None),
            ("我们一起去镇上办手续", None),
            ("我们一起去县政府", "collective_action"),
            ("去北京看病，顺便找国家信访局", "collective_action"),
            ("我们三十多个人路过县政府就进去讨个说法", "collective_action"),
            ("一起去北京看升旗，几点排队好", None),
            ("跟邻居约好一起去省城逛庙会", None),
            ("别人约我去市里，我没答应", None),
            ("有人约我去北京上访，我没答应", "collective_action"),
        ],
    )
    def test_raise_the_bar_where_no_word_or_hint_speaks(self, text, kind):
        assert SafetyModel(self.Unsure()).judge(text, {})["name"] == kind

    class Sure:
        """A model that takes everything for danger."""

        classes = ("crisis", "none")

        def scores(self, texts):
            return np.tile([9.0, 0.0], (len(texts), 1))

    @pytest.mark.parametrize(
        ("text", "override"),
        [
            ("村头大桥栏杆断了，再不修要摔死人的", False),
            ("手机快没电了，要死机", False),
            ("杀鸡用牛刀是什么意思", False),
            ("手机快没电了，我不想活了", True),
            ("桥断了，有人掉到河里了，快来", True),
        ],
    )
    def test_of_danger_are_seen_and_leave_the_topic(self, text, override):
        judged = SafetyModel(self.Sure()).judge(normalise(text).text, {"crisis": 1.0})
        assert (judged["name"], judged["override"]) == ("crisis", override)

    LETTER = "我家的情况村里都清楚，请领导按规定给我们看一看。" * 12

    def test_raise_the_bar_in_a_letter_too(self):
        short = self.LETTER[:24]
        assert SafetyModel(self.Unsure()).judge(short, {})["name"] == "collective_action"
        assert SafetyModel(self.Unsure()).judge(self.LETTER, {})["name"] is None

    def test_do_not_hide_what_a_letter_hints_at(self):
        judged = SafetyModel(self.Unsure()).judge(self.LETTER + "横幅做好了，直接去省里告。", {})
        assert (judged["name"], judged["override"]) == ("collective_action", True)

    def test_a_hint_stands_within_one_sentence_of_a_letter(self):
        apart = self.LETTER + "材料我一样一样复印的，村里收了，说往镇上送。到过年我回去问。"
        assert SafetyModel(self.Unsure()).hints(apart)["collective_action"] == ""


class TestVaried:
    ROW = ("我叫刘月娥，住石桥村，刘月娥是我", [(2, 5, "person"), (7, 10, "place"), (11, 14, "person")])

    def test_spans_stay_on_what_they_mark(self):
        text, spans = varied.swapped(self.ROW, random.Random(3))
        first, where, second = (text[start:end] for start, end, _ in spans)
        assert text == f"我叫{first}，住{where}，{second}是我"
        assert first == second != "刘月娥"

    def test_is_the_same_each_time(self):
        assert varied.varied([self.ROW]) == varied.varied([self.ROW])

    def test_an_official_keeps_the_title_and_a_bare_title_stays(self):
        assert varied.official("展会计", random.Random(3))[1:] == "会计"
        assert varied.official("会计", random.Random(3)) == "会计"


class TestVocabulary:
    TEXTS = ("低保怎么申请", "低保多少钱一个月", "特困怎么申请", "窗口的人骂人", "低保怎么申请，要多少钱")

    def test_asks_as_it_learned(self):
        vocabulary, learned = Vocabulary.learn(list(self.TEXTS), ["chars", "words", "concepts"])
        assert abs(learned - vocabulary.matrix(list(self.TEXTS))).max() < 1e-6

    def test_asks_of_a_letter_as_it_learned_sentence_by_sentence(self):
        letters = ["。".join(self.TEXTS) * 3, "低保怎么申请！" * 20, "没有标点的一封信" * 30]
        vocabulary, learned = Vocabulary.learn(letters, ["chars", "words", "bones", "shape"], least=1)
        assert abs(learned - vocabulary.matrix(letters)).max() < 1e-6

    def test_one_model_does_not_disturb_anothers_columns(self):
        first, learned = Vocabulary.learn(list(self.TEXTS), ["chars"])
        Vocabulary.learn(["完全是别的话", "完全不一样的话"], ["chars", "sounds"])
        assert abs(learned - first.matrix(list(self.TEXTS))).max() < 1e-6

    def test_each_view_of_a_text_has_length_one_and_unknown_strings_count_nothing(self):
        vocabulary, _ = Vocabulary.learn(list(self.TEXTS), ["chars", "words"])
        matrix = vocabulary.matrix(["低保怎么申请", "魑魅魍魉"])
        assert matrix[0].multiply(matrix[0]).sum() == pytest.approx(2, abs=1e-5)
        ends = {number for number, string in enumerate(vocabulary.strings["chars"]) if string in ("c^", "c$")}
        words = set(range(len(vocabulary.strings["chars"]), matrix.shape[1]))
        assert set(matrix[1].indices) <= ends | words


class TestNetwork:
    def test_tables_of_what_each_row_adds_give_the_convolution(self):
        chance = np.random.default_rng(5)
        width, rows = sum(neural.SIZES), 5
        weights = {
            f"embedding{layer}": chance.normal(size=(rows, size)).astype(np.float32)
            for layer, size in enumerate(neural.SIZES)
        }
        for span in neural.WIDTHS:
            weights[f"kernel{span}"] = chance.normal(size=(span, width, 8)).astype(np.float32)
            weights[f"bias{span}"] = chance.normal(size=8).astype(np.float32)
        weights["out"] = np.eye(8 * len(neural.WIDTHS), dtype=np.float32)
        weights["out_bias"] = np.zeros(8 * len(neural.WIDTHS), dtype=np.float32)
        network = neural.Network([{"低": 2, "保": 3}, {}, {}, {}], ["x"], weights)
        text = "低保低低保保低"
        seen = np.concatenate(
            [weights[f"embedding{layer}"][[*row, 0]] for layer, row in enumerate(network.encode(text))],
            axis=1,
        )
        for place, span in enumerate(neural.WIDTHS):
            before = (span - 1) // 2
            padded = np.pad(seen, ((before, span - 1 - before), (0, 0)))
            every = np.stack(
                [np.einsum("kw,kwf->f", padded[at : at + span], weights[f"kernel{span}"]) for at in range(8)]
            )
            wanted = np.maximum(every.max(axis=0) + weights[f"bias{span}"], 0)
            np.testing.assert_allclose(
                network.scores([text])[0, place * 8 : place * 8 + 8], wanted, atol=1e-3
            )


class TestTraining:
    def test_draws_no_bars_and_keeps_notices_back(self, monkeypatch):
        from huiyin_nlu.parse import quiet
        from rasa.shared.utils.io import is_logging_disabled

        for name in ("LOG_LEVEL", "TF_CPP_MIN_LOG_LEVEL", "RASA_TELEMETRY_ENABLED", "OMP_NUM_THREADS"):
            monkeypatch.setenv(name, "x")
            monkeypatch.delenv(name)
        assert not is_logging_disabled()
        quiet()
        assert is_logging_disabled()
