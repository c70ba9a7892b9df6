"""The files of `deploy/` agree with each other and with the code: settings, commands, probes and ports that exist."""

import asyncio
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import yaml
from sqlalchemy import func, select, text

from casework.office import Bureau
from casework.people.models import CalendarYear, Unit
from huiyin import cli, probes, trained, training
from huiyin.processes import processes
from knowledge import learning
from store.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for path in sorted((DEPLOY / "kubernetes").iterdir())
    for manifest in yaml.safe_load_all(path.read_text("utf-8"))
]
OTHERS = {"HUIYIN_HOME", "HUIYIN_BACKUP_PASSPHRASE", "HUIYIN_ACTIONS_URL", "HUIYIN_CHROMIUM"}
COMMANDS = {
    command.name or command.callback.__name__.replace("_", "-") for command in cli.app.registered_commands
}  # type: ignore[union-attr]


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"\bHUIYIN_[A-Z_]+\b", text))


def containers() -> Iterator[dict[str, Any]]:
    for manifest in MANIFESTS:
        if manifest["kind"] == "Deployment":
            spec = manifest["spec"]["template"]["spec"]
            yield from (*spec.get("initContainers", ()), *spec["containers"])


@pytest.mark.parametrize(
    "path",
    [*sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ROOT / "docs" / "operations.md"],
    ids=lambda path: path.name,
)
def test_every_setting_named_is_one(path: Path) -> None:
    known = {f"HUIYIN_{name.upper()}" for name in Settings.model_fields} | OTHERS
    assert settings_named(path.read_text("utf-8")) <= known


def test_every_command_is_one() -> None:
    asked = [
        service["command"] for service in COMPOSE["services"].values() if service.get("image") == "huiyin"
    ]
    asked += [one["args"] for one in containers() if one["image"] == "huiyin" and "args" in one]
    assert {command[0] for command in asked if command} <= COMMANDS
    assert {"migrate", "web", "worker"} <= {command[0] for command in asked if command}


def test_whoever_asks_rasa_stands_beside_it() -> None:
    """Rasa and the actions listen on loopback, so the web, the worker and Telegram share a network with both; and the
    web beside each Rasa has it follow the live model."""
    for manifest in MANIFESTS:
        if manifest["kind"] == "Deployment":
            beside = {one["name"] for one in manifest["spec"]["template"]["spec"]["containers"]}
            if beside & {"web", "worker", "telegram"}:
                assert {"rasa", "actions", "web"} <= beside, manifest["metadata"]["name"]
    every = {one["name"] for one in containers()}
    assert every >= {
        process.name for process in processes(Settings(TELEGRAM_BOT_TOKEN="1:x", _env_file=None))
    }
    assert {"database", "redis", "network", *every - {"migrate"}} <= set(COMPOSE["services"])


def test_telegram_is_polled_by_one_process_alone() -> None:
    (polling,) = (m["spec"] for m in MANIFESTS if m["metadata"]["name"] == "huiyin-telegram")
    assert (polling["replicas"], polling["strategy"]) == (1, {"type": "Recreate"})


def test_every_probe_asks_what_is_served(bureau: Any) -> None:
    served = {route.path for route in probes.router(bureau, Settings(_env_file=None)).routes}  # type: ignore[attr-defined]
    text = (DEPLOY / "kubernetes" / "huiyin.yaml").read_text("utf-8")
    asked = set(re.findall(r"httpGet: \{path: ([^,]+),", text))
    asked |= set(re.findall(r":8000(/\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    assert asked
    assert asked <= served


def test_rasa_and_the_actions_are_asked_whether_they_live() -> None:
    for name, path in (("rasa", "/status"), ("actions", "/health")):
        assert path in COMPOSE["services"][name]["healthcheck"]["test"][-1]
        found = [one for one in containers() if one["name"] == name]
        assert len(found) == 2
        for one in found:
            for probe in ("startupProbe", "livenessProbe"):
                assert path in one[probe]["exec"]["command"][-1], (name, probe)


@pytest.mark.parametrize("name", ["worker", "telegram"])
def test_what_answers_no_calls_is_asked_whether_it_lives(name: str) -> None:
    """By a sign of its own in each container; and never whether it is ready: it would take its pod's web with it."""
    command = ["python", "-m", "store.beat", name]
    service = COMPOSE["services"][name]
    assert service["healthcheck"]["test"] == ["CMD", *command]
    assert service["tmpfs"] == [service["environment"]["HUIYIN_BEATS"]]
    (one,) = (one for one in containers() if one["name"] == name)
    for probe in ("startupProbe", "livenessProbe"):
        assert one[probe]["exec"]["command"] == command
    assert "readinessProbe" not in one
    own = {entry["name"]: entry["value"] for entry in one["env"]}["HUIYIN_BEATS"]
    assert not any(own.startswith(mount["mountPath"]) for mount in one["volumeMounts"])


def test_every_container_is_asked_whether_it_lives() -> None:
    for one in containers():
        if one["name"] != "migrate":
            assert "livenessProbe" in one, one["name"]
    idle = {name for name, one in COMPOSE["services"].items() if "healthcheck" not in one}
    assert idle == {"network", "network2"}


def test_two_of_each_process_can_run_beside_each_other() -> None:
    """No two ask for the same port of the machine or the same loopback address, and none has a fixed name."""
    services = COMPOSE["services"]
    assert not any("container_name" in service for service in services.values())
    on_machine = [port.rsplit(":", 1)[0] for one in services.values() for port in one.get("ports", ())]
    assert len(set(on_machine)) == len(on_machine)
    listening = [
        (service["image"], str(service.get("entrypoint", service.get("command"))), _network(name))
        for name, service in services.items()
        if name.startswith(("web", "actions", "rasa"))
    ]
    assert len(set(listening)) == len(listening) == 6
    assert {network for *_, network in listening} == {"network", "network2"}
    for name in ("network", "web", "actions", "rasa"):
        second = services[f"{name}2"]
        own = {"ports", "network_mode", "depends_on", "profiles"}
        assert {**second, **dict.fromkeys(own)} == {**services[name], **dict.fromkeys(own)}
        assert second["profiles"] == ["two"]


def test_what_shares_a_network_outlives_the_start_of_each_part() -> None:
    """Who gives others its network takes it along when it ends; so that is a container that does nothing else."""
    services = COMPOSE["services"]
    for name in {_network(name) for name in services if "network_mode" in services[name]}:
        assert services[name]["entrypoint"] == ["sleep", "infinity"]
        assert "network_mode" not in services[name]


def test_the_parts_wait_for_their_network_alone() -> None:
    """podman (4.3, of Debian 12) starts nothing again while another that it is to wait for is not running."""
    waits = {name: set(one.get("depends_on", {})) for name, one in COMPOSE["services"].items()}
    assert waits.pop("database") == waits.pop("redis") == set()
    assert waits.pop("network") == waits.pop("network2") == {"database", "redis"}
    assert waits == {name: {_network(name)} for name in waits}


def test_the_schema_is_there_before_the_door_opens() -> None:
    for name in ("web", "web2"):
        assert COMPOSE["services"][name]["entrypoint"] == [
            "sh", "-c", "python -m huiyin migrate && exec python -m huiyin web",
        ]  # fmt: skip


def test_the_tools_in_the_image_are_not_older_than_the_database() -> None:
    """pg_dump refuses a server that is ahead of it, so there would be no backup."""
    clients = {"bookworm": 15, "trixie": 17}
    (base,) = re.findall(r"FROM \S+-(\w+)\n", (DEPLOY / "Containerfile").read_text("utf-8"))
    (server,) = re.findall(r"postgres:(\d+)", COMPOSE["services"]["database"]["image"])
    assert int(server) <= clients[base]


def test_the_image_has_learnt_how_answers_are_asked_for() -> None:
    """Also where it is built from a bare checkout, or answers changed since: web and actions find by what is meant."""
    steps = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    learnt = steps.index('RUN python -c "from knowledge import learning; learning.refresh()"')
    assert steps.index("COPY . .") < learnt < steps.index("USER huiyin"), (
        "with the code, and able to write it"
    )
    assert callable(learning.refresh)


def test_no_builder_takes_secrets_or_environments_into_an_image() -> None:
    """podman reads one of the two files, docker the other."""
    kept_out = [(ROOT / name).read_text("utf-8").split() for name in (".containerignore", ".dockerignore")]
    assert kept_out[0] == kept_out[1]
    assert {".git", ".venv", "nlu/.venv", "var", "**/.env"} <= set(kept_out[0])


def test_a_pod_is_given_the_memory_that_was_measured() -> None:
    """Asked for less, the node is filled until something on it is ended."""
    measured = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    titles = {"web": "网页（居民与工作台）", "actions": "对话动作", "rasa": "语言理解（Rasa）"}
    for container in containers():
        if container["name"] in titles and "resources" in container:
            used = int(re.findall(rf"^\| {titles[container['name']]}常驻内存 \| (\d+) MB", measured, re.M)[0])
            asked, most = (
                _mebibytes(container["resources"][kind]["memory"]) for kind in ("requests", "limits")
            )
            assert used <= asked, container["name"]
            assert used * 1.5 <= most, container["name"]


def _mebibytes(size: str) -> int:
    return int(size[:-2]) * {"Mi": 1, "Gi": 1024}[size[-2:]]


def _network(name: str) -> str:
    """The container whose network, and so whose loopback address, this one uses."""
    return str(COMPOSE["services"][name].get("network_mode", name)).removeprefix("service:")


def test_every_port_is_the_one_that_answers_there(bureau: Any) -> None:
    given = Settings(_env_file=None)
    served = {getattr(route, "path", "") for route in probes.router(bureau, given).routes}
    answers = {(str(given.web_port), path) for path in served} | {(str(given.rasa_port), "/status")}
    answers.add((str(given.actions_port), "/health"))
    files = (DEPLOY / "compose.yaml", *(DEPLOY / "kubernetes").iterdir())
    asked = {
        found
        for path in files
        for found in re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", path.read_text("utf-8"))
    }
    assert {port for port, _ in asked} == {str(given.web_port), str(given.rasa_port), str(given.actions_port)}
    assert asked <= answers
    ports = {
        one["name"]: port for one in containers() for port in one.get("ports", ()) if one["name"] == "web"
    }
    assert ports == {"web": {"name": "http", "containerPort": given.web_port}}


def test_every_other_setting_named_is_known() -> None:
    """What is neither the house's own setting nor that of the image beside it is a slip of the pen."""
    of_images = {"database": {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}, "redis": set()}
    ours = {"TELEGRAM_BOT_TOKEN", "FORWARDED_ALLOW_IPS"}
    named = {
        name: set(service.get("environment", {})) - of_images.get(name, ours)
        for name, service in COMPOSE["services"].items()
    }
    for one in containers():
        named[one["name"]] = {entry["name"] for entry in one.get("env", ())} - ours | named.get(
            one["name"], set()
        )
    assert {name for names in named.values() for name in names if not name.startswith("HUIYIN_")} == set()


def test_the_web_believes_the_proxy_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else all callers seem to come from one address, and a few wrong passwords shut the door for everybody."""
    (in_pod,) = (one for one in containers() if one["name"] == "web" and "env" in one)
    believed = {entry["name"]: entry["value"] for entry in in_pod["env"]}["FORWARDED_ALLOW_IPS"]
    assert believed == COMPOSE["services"]["web"]["environment"]["FORWARDED_ALLOW_IPS"]
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", believed)
    seen: list[tuple[str, str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["client"][0], scope["scheme"]))

    config = uvicorn.Config(app, log_config=None)
    config.load()
    headers = [(b"x-forwarded-for", b"198.51.100.9, 203.0.113.7"), (b"x-forwarded-proto", b"https")]
    for near in ("10.1.2.3", "172.20.0.1", "198.51.100.1"):
        scope = {"type": "http", "client": (near, 1), "scheme": "http", "headers": headers}
        asyncio.run(config.loaded_app(scope, None, None))
    assert seen == [("203.0.113.7", "https"), ("203.0.113.7", "https"), ("198.51.100.1", "http")]


def test_every_container_is_closed() -> None:
    for one in containers():
        assert one["securityContext"]["allowPrivilegeEscalation"] is False, one["name"]
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}, one["name"]
        if one["name"] != "migrate":
            assert one["resources"]["limits"]["memory"], one["name"]
    for manifest in MANIFESTS:
        if manifest["kind"] == "Deployment":
            assert manifest["spec"]["template"]["spec"]["securityContext"]["runAsNonRoot"] is True
    for name, service in COMPOSE["services"].items():
        if name != "database":
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name


def test_rasa_and_actions_are_reached_from_nowhere_else() -> None:
    open_ports = {port for service in COMPOSE["services"].values() for port in service.get("ports", ())}
    assert open_ports == {"127.0.0.1:8000:8000", "127.0.0.1:8001:8000"}
    for name in ("web", "actions", "rasa", "worker", "telegram"):
        assert _network(name) == "network"
    (policy,) = (m for m in MANIFESTS if m["kind"] == "NetworkPolicy" and m["metadata"]["name"] == "huiyin")
    assert policy["spec"]["ingress"] == [{"ports": [{"port": 8000}]}]


def test_what_depends_is_there() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}"
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other], (
                f"{name} on {other}"
            )
    selectors = {m["metadata"]["name"]: m["spec"]["selector"] for m in MANIFESTS if m["kind"] == "Service"}
    labels = [m["spec"]["template"]["metadata"]["labels"] for m in MANIFESTS if m["kind"] == "Deployment"]
    for name, selector in selectors.items():
        assert any(selector.items() <= label.items() for label in labels), name


def systemd_unit(path: Path) -> configparser.ConfigParser:
    """A unit's sections, with the names of its settings in the case in which they stand."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(path, encoding="utf-8")
    return unit


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_units_start_what_exists(path: Path) -> None:
    unit = systemd_unit(path)
    if path.suffix == ".service":
        started = unit["Service"]["ExecStart"]
        assert re.search(r"\.venv/bin/huiyin (\w+)", started)[1] in COMMANDS  # type: ignore[index]
        for name in ("User", "NoNewPrivileges", "ProtectSystem", "UMask"):
            assert name in unit["Service"]


def test_the_house_tells_systemd_that_it_lives_and_may_write_what_a_training_writes() -> None:
    """A watchdog that nobody feeds would end a healthy house; one that is fed seldom, too."""
    service = systemd_unit(DEPLOY / "systemd" / "huiyin.service")
    assert service["Service"]["Type"] == "notify"
    assert service["Service"]["Restart"] == "on-failure"
    slowest = 1 + 2 * len(list(processes(Settings(TELEGRAM_BOT_TOKEN="1:x", _env_file=None))))
    assert int(service["Service"]["WatchdogSec"].removesuffix("s")) > 5 * slowest
    assert service["Service"]["LimitCORE"] == "0"
    written = [trained.SHIPPED, training.LABELLED.parent, training.FIGURES.parent, ROOT / ".rasa"]
    allowed = [
        ROOT / Path(one).relative_to("/opt/huiyin") for one in service["Service"]["ReadWritePaths"].split()
    ]
    for folder in written:
        assert any(folder.is_relative_to(one) for one in allowed), folder


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="没有 systemd-analyze")
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    """As on a machine on which the house is installed: the programs that the units start are there."""
    root = tmp_path / "root"
    shutil.copytree(DEPLOY / "systemd", root / "etc/systemd/system")
    for program in ("opt/huiyin/.venv/bin/huiyin", "bin/sh", "usr/bin/find"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n")
        (root / program).chmod(0o755)
    units = [path.name for path in (DEPLOY / "systemd").iterdir()]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", f"--root={root}", *units],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_alert_rules_are_whole() -> None:
    rules = [
        rule
        for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
        for rule in group["rules"]
    ]
    for rule in rules:
        assert {"alert", "expr", "labels", "annotations"} <= set(rule), rule["alert"]
        assert rule["labels"]["severity"] in ("critical", "warning")
    expressions = " ".join(rule["expr"] for rule in rules)
    for figure in ('task="sweep"', "outbox_letters", "service_up", "clocks_overdue", "log_ins_refused"):
        assert figure in expressions


checked_by_prometheus = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="没有 promtool（Debian 的 prometheus 包）"
)
"""`.ci/run` installs it, so that there nothing is left out; a developer's own machine may do without."""


@checked_by_prometheus
def test_prometheus_reads_rules_settings_and_every_expression_of_the_dashboard(tmp_path: Path) -> None:
    asked = [
        {"record": "asked", "expr": target["expr"]}
        for panel in json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))["panels"]
        for target in panel["targets"]
    ]
    dashboard = tmp_path / "dashboard.yml"
    dashboard.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": asked}]}))
    for check in (
        ["config", "--syntax-only", DEPLOY / "prometheus.yml"],
        ["rules", "--lint=none", DEPLOY / "alerts.yml", dashboard],
    ):
        done = subprocess.run(["promtool", "check", *check], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout


@checked_by_prometheus
def test_the_alerts_that_wait_ring_when_their_time_is_up() -> None:
    done = subprocess.run(
        ["promtool", "test", "rules", Path(__file__).with_name("alerts_in_time.yml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout


def test_prometheus_asks_under_the_name_that_the_rules_know() -> None:
    given = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
    (job,) = given["scrape_configs"]
    assert f'up{{job="{job["job_name"]}"}}' in (DEPLOY / "alerts.yml").read_text("utf-8")
    (service,) = (m for m in MANIFESTS if m["kind"] == "Service" and m["metadata"]["name"] == "huiyin")
    assert job["static_configs"] == [{"targets": [f"huiyin:{service['spec']['ports'][0]['port']}"]}]
    assert given["rule_files"] == ["alerts.yml"]


def test_the_locked_understanding_is_installed_as_it_stands() -> None:
    """Rasa's own bounds contradict the lock file, which is why it was made with overrides; and one of its pins has no
    wheel for this Python, so that a compiler must be there."""
    text = (DEPLOY / "Containerfile.nlu").read_text("utf-8")
    assert re.search(r"uv pip install .*--no-deps --require-hashes -r nlu/requirements.lock", text)
    assert "gcc libc6-dev" in text


@pytest.mark.parametrize("module", ["actions.server", "bot.telegram", "console.app", "huiyin.worker"])
def test_each_process_begins_with_its_own_module(module: str) -> None:
    """Modules that import each other in a ring load or not by which is first; tests load them in another order."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import {module}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.postgres
def test_two_machines_that_start_together_prepare_one_database(pg_bureau: Bureau, tmp_path: Path) -> None:
    """What the init container runs: schema, units and calendar, at the same moment in several pods."""
    with pg_bureau.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    environment = {
        **os.environ,
        "HUIYIN_HOME": str(tmp_path),
        "HUIYIN_DATABASE_URL": pg_bureau.engine.url.render_as_string(hide_password=False),
    }
    command = [sys.executable, "-m", "huiyin", "migrate"]
    begun = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=240)[0] for process in begun]
    assert [process.returncode for process in begun] == [0, 0, 0], said
    with pg_bureau.reading() as office:
        assert office.db.scalar(select(func.count()).select_from(Unit))
        assert office.db.scalar(select(func.count()).select_from(CalendarYear))


def test_every_module_that_the_architecture_names_is_there() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    room, named, gone = "", 0, []
    for line in told.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 3 or "`" not in cells[2]:
            continue
        if found := re.search(r"`(.+?)/`", cells[0]):
            room = found[1]
        for name in re.findall(r"`(.+?)`", cells[2]):
            place = ROOT / room / name
            named += 1
            gone += [place] * (
                not (place.is_dir() if name.endswith("/") else place.with_suffix(".py").is_file())
            )
    assert gone == []
    assert named > 150
