"""`docs/running.md` and `deploy/` say what the code does: each setting, each command, each number."""

import ast
import re

import pytest
import yaml
from django.core.management import get_commands

from config.env import BASE_DIR

_RUNNING = (BASE_DIR / "docs" / "running.md").read_text()
_DOCS = "\n".join(path.read_text() for path in [*BASE_DIR.glob("docs/*.md"), BASE_DIR / "README.md"])
#: For those who work on the hub.
_DEVELOPERS = {"check_messages", "compile_catalogues", "routes", "demo", "demo_network", "serve", "bench"}


def _settings_read() -> set[str]:
    """The variables that `config` reads: the first argument of `env.….("NAME")` and `secret("NAME")`."""
    found = set()
    for path in [BASE_DIR / "config" / "env.py", *(BASE_DIR / "config" / "settings" / "parts").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = ast.unparse(node.func)
                if called == "secret" or called.startswith("env."):
                    found.add(node.args[0].value)
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z0-9_]+", str(name))}


def test_every_setting_is_named():
    assert {name for name in _settings_read() if f"`{name}`" not in _RUNNING} == set()
    assert len(_settings_read()) > 25


def test_every_command_is_named():
    ours = {
        name
        for name, app in get_commands().items()
        if app in ("config", "core", "network", "practice_library")
    }

    assert {name for name in ours - _DEVELOPERS if not re.search(rf"\b{name}\b", _DOCS)} == set()
    assert {"prepare", "stack", "outbox"} <= ours


def test_alerts_ask_for_numbers_that_are_kept():
    rules = yaml.safe_load((BASE_DIR / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"][0][
        "rules"
    ]
    asked = {name for rule in rules for name in re.findall(r"hedgerow_\w+", rule["expr"])}
    source = (BASE_DIR / "core" / "metrics.py").read_text()

    def is_kept(name: str) -> bool:
        stem = re.sub(r"_(total|bucket)$", "", name).replace("hedgerow_outbox_", "")
        return f'"{stem}"' in source

    assert len(asked) >= 7
    assert {name for name in asked if not is_kept(name)} == set()


def test_the_proxy_s_values_are_all_given():
    template = (BASE_DIR / "deploy" / "nginx" / "hedgerow.conf.template").read_text()
    given = (BASE_DIR / "deploy" / "nginx" / "hedgerow.env").read_text()
    proxy = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]["proxy"]
    wanted = set(re.findall(r"\$\{(\w+)\}", template))

    assert wanted == set(re.findall(r"^(\w+)=", given, re.MULTILINE)) == set(proxy["environment"])


@pytest.mark.parametrize("part", ["web", "worker", "clock"])
def test_units_and_containers_run_the_same(part):
    unit = (BASE_DIR / "deploy" / "systemd" / f"hedgerow-{part}.service").read_text()
    service = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"][part]

    assert f"ExecStart=/opt/hedgerow/.venv/bin/python manage.py stack --no-prepare --only {part}\n" in unit
    assert service["command"][:6] == ["python", "manage.py", "stack", "--no-prepare", "--only", part]
