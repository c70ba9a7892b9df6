"""What a training spares itself, and what must still make it train again."""

import json
from pathlib import Path

import pytest
from huiyin_nlu import beside, fingerprint, importer, tagging, train
from huiyin_nlu.components import ChineseTokenizer, Normaliser
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def data(*texts: str) -> TrainingData:
    return TrainingData([Message.build(text, "ask_program") for text in texts])


def known_as(read: TrainingData, *components) -> str:
    for component in components:
        read = component.process_training_data(read)
    return read.fingerprint()


def tokenizer() -> ChineseTokenizer:
    return ChineseTokenizer(ChineseTokenizer.get_default_config())


def test_the_same_sentences_prepared_the_same_way_are_known_by_the_same_mark():
    assert known_as(data("低保咋办"), Normaliser({}), tokenizer()) == known_as(
        data("低保咋办"), Normaliser({}), tokenizer()
    )


def test_another_sentence_component_or_configuration_gives_another_mark():
    marks = {
        known_as(data("低保咋办"), Normaliser({})),
        known_as(data("特困咋办"), Normaliser({})),
        known_as(data("低保咋办"), Normaliser({}), tokenizer()),
        known_as(data("低保咋办"), Normaliser({}), Normaliser({})),
        known_as(data("低保咋办"), Normaliser({"more": 1})),
    }
    assert len(marks) == 5


def test_a_changed_lexicon_or_module_gives_another_mark(monkeypatch: pytest.MonkeyPatch):
    before = known_as(data("低保咋办"), Normaliser({}))
    monkeypatch.setattr(fingerprint, "components", lambda: "another")
    assert known_as(data("低保咋办"), Normaliser({})) != before


def test_sentences_are_read_once_however_often_rasa_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 在吗\n', encoding="utf-8"
    )
    (tmp_path / "config.yml").write_text(
        "language: zh\nimporters:\n- name: huiyin_nlu.importer.Importer\n", encoding="utf-8"
    )
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [greet]\n', encoding="utf-8")
    times = []
    plain = importer.messages
    monkeypatch.setattr(importer, "messages", lambda file: times.append(file.name) or plain(file))
    reader = TrainingDataImporter.load_from_config(
        str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), [str(tmp_path / "nlu.yml")]
    )
    reader.get_nlu_data("zh")
    reader.get_domain()
    read = [message.get("text") for message in reader.get_nlu_data("en").training_examples]
    assert sorted(filter(None, read)) == sorted(["在吗", "你好"])
    assert times == ["nlu.yml"]


SHORT = """version: "3.1"
nlu:
- intent: file_complaint
  metadata: {category: delayed, voice: elder}
  examples: |
    - [我妈](relation)的[低保](program) 半年没信
    - 催了[三回](duration)
- intent: inform
  examples:
  - text: |
      [双桥镇](place)
    metadata: {id: 7}
  - text: "是"
"""


def test_sentences_are_read_as_rasa_reads_them(tmp_path: Path):
    file = tmp_path / "nlu.yml"
    file.write_text(SHORT, encoding="utf-8")
    ours, rasas = TrainingData(importer.messages(file)), load_data(str(file))
    assert [message.data for message in ours.training_examples] == [
        message.data for message in rasas.training_examples
    ]
    assert ours.fingerprint() == rasas.fingerprint()


@pytest.mark.parametrize(
    "more",
    [
        "- synonym: 低保\n  examples: |\n    - 底保\n",
        '- intent: greet\n  examples: |\n    - [你]{"entity": "person", "value": "您"}好\n',
        "- intent: greet\n  examples: |\n    - [你](person:您)好\n",
        "- intent: greet\n  examples: |\n    * 你好\n",
        "- intent: greet\n  examples:\n  - text: 12345\n",
        "- intent: [greet\n",
        "responses: {}\n",
    ],
)
def test_what_is_more_than_sentences_is_left_to_rasas_reader(tmp_path: Path, more: str):
    file = tmp_path / "nlu.yml"
    file.write_text(SHORT + more, encoding="utf-8")
    assert importer.messages(file) is None


def test_a_file_with_more_is_read_beside_the_plain_ones(tmp_path: Path):
    (tmp_path / "plain.yml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "richer.yml").write_text(
        'version: "3.1"\nnlu:\n- synonym: 低保\n  examples: |\n    - 底保\n- intent: greet\n  examples: |\n    - 你好\n',
        encoding="utf-8",
    )
    read = importer.Importer(None, None, [str(tmp_path)]).get_nlu_data()
    assert read.entity_synonyms == {"底保": "低保"}
    assert sorted(message.get("text") for message in read.training_examples) == sorted(
        ["我妈的低保 半年没信", "催了三回", "双桥镇", "是", "你好"]
    )


class TestBeside:
    """The tagger is trained in a process of its own while the classifiers train."""

    def test_the_field_is_trained_once_for_all_who_ask_and_finds_what_it_was_shown(self):
        said = [
            Message.build(
                f"{who}想问低保咋办",
                "ask_program",
                [{"start": len(who) + 2, "end": len(who) + 4, "value": "低保", "entity": "program"}],
            )
            for who in ("我", "俺", "我们", "俺们", "大家", "村里人")
        ]
        rows = TrainingData([*said, *data("你好", "再见", "在吗").training_examples])
        beside.begin(rows)
        beside.begin(rows)
        assert len(beside._RUNNING) == 1
        field = tagging.Tagger(beside.result(rows))
        assert field.spans("我想问低保咋办") == [(3, 5, "program")]
        assert not beside._RUNNING

    def test_a_training_that_failed_says_so(self, monkeypatch: pytest.MonkeyPatch):
        class Failed:
            exitcode = -9

            def start(self) -> None: ...
            def join(self) -> None: ...

        class Context:
            Process = staticmethod(lambda **_: Failed())

        monkeypatch.setattr(beside, "get_context", lambda _: Context)
        with pytest.raises(RuntimeError, match="中断"):
            beside.result(data("低保咋办"))


def test_a_package_is_written_and_read_back_light(tmp_path: Path):
    from rasa.engine.storage import local_model_storage

    train.pack_lightly()
    train.pack_lightly()
    (tmp_path / "a.txt").write_text("低保", encoding="utf-8")
    with local_model_storage.TarSafe.open(tmp_path / "m.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "a.txt", arcname="a.txt")
    header = (tmp_path / "m.tar.gz").read_bytes()[:10]
    assert header[8] != 2, "2 is gzip's mark of its slowest level"
    with local_model_storage.TarSafe.open(tmp_path / "m.tar.gz", "r:gz") as tar:
        assert tar.extractfile("a.txt").read().decode() == "低保"


def test_the_project_reads_with_it():
    import yaml
    from huiyin_nlu import paths

    (named,) = yaml.safe_load(paths.CONFIG.read_text(encoding="utf-8"))["importers"]
    assert named["name"] == f"{importer.Importer.__module__}.{importer.Importer.__name__}"


class TestCandidate:
    """A model of `huiyin train` is measured before it is judged, and measured or trained again only where it must be."""

    @pytest.fixture
    def done(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        done: list[str] = []

        def trained(folder: Path, nlu_only: bool, force: bool) -> Path:
            done.append("trained")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "new.tar.gz").write_bytes(b"new")
            return folder / "new.tar.gz"

        monkeypatch.setattr(train, "_trained", trained)
        monkeypatch.setattr(
            train, "_measured", lambda file, questions: done.append(f"measured {file.name}") or {}
        )
        (tmp_path / "tune.yml").write_text("a")
        return done

    def ask(self, folder: Path, mark: str = "m", force: bool = False) -> None:
        train.candidate(folder / "models", mark, folder / "tune.yml", False, force)

    def test_what_was_refused_is_not_trained_again(self, tmp_path: Path, done: list[str]) -> None:
        self.ask(tmp_path)
        self.ask(tmp_path)
        assert done == ["trained", "measured new.tar.gz"]
        assert not list((tmp_path / "models").glob("*.tar.gz")), "it waits where nobody serves it"
        (tmp_path / "tune.yml").write_text("b")
        self.ask(tmp_path)
        assert done[2:] == ["measured new.tar.gz"]
        self.ask(tmp_path, force=True)
        self.ask(tmp_path, mark="other")
        assert done[3:] == ["trained", "measured new.tar.gz"] * 2

    def test_a_live_model_is_measured_once(self, tmp_path: Path, done: list[str]) -> None:
        models = tmp_path / "models"
        models.mkdir()
        (models / "old.tar.gz").write_bytes(b"old")
        (models / train.RECORD).write_text('{"fingerprint": "m", "model": "old.tar.gz"}')
        self.ask(tmp_path)
        assert done == ["measured old.tar.gz"]
        record = json.loads((models / train.CANDIDATE / train.RECORD).read_text(encoding="utf-8"))
        assert record["model"] == "old.tar.gz"
        (models / train.CANDIDATE / train.RECORD).replace(models / train.RECORD)
        self.ask(tmp_path)
        assert done == ["measured old.tar.gz"]

    def test_without_questions_nothing_is_trained(self, tmp_path: Path, done: list[str]) -> None:
        (tmp_path / "tune.yml").unlink()
        with pytest.raises(train.TrainingError, match="题"):
            self.ask(tmp_path)
        assert done == []
