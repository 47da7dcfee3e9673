"""What lies in `deploy/` is valid and agrees with itself and with the settings; no cluster and no Docker is needed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.cli.main import levelfield
from bot.cli.processes import free_port
from bot.settings import ROOT
from tests.integration.postgres import PostgresServer

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
# Set in containers and read by others than bot/settings.py.
OTHERS = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}


def manifests() -> list[dict[str, Any]]:
    return [
        one
        for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
        for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    ]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in manifests() if one["kind"] == kind]


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8")))


def pods() -> list[dict[str, Any]]:
    return [one["spec"]["template"] for kind in ("Deployment", "Job") for one in of_kind(kind)]


def settings_read() -> set[str]:
    return set(re.findall(r'"((?:LEVELFIELD_)?[A-Z_]{4,})"', (ROOT / "bot" / "settings.py").read_text()))


@pytest.mark.parametrize("manifest", manifests(), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_every_manifest_is_what_kubernetes_takes(manifest: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        # It finds its schemas in a way that Python 3.11 calls old.
        warnings.simplefilter("ignore", DeprecationWarning)
        import kubernetes_validate

        kubernetes_validate.validate(manifest, "1.28", strict=True)


def test_a_wrong_manifest_is_found() -> None:
    import kubernetes_validate

    wrong = {**of_kind("Deployment")[0], "specs": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.28", strict=True)


def test_services_policies_and_scalers_point_at_pods_that_are_there() -> None:
    labels = [pod["metadata"]["labels"] for pod in pods()]

    def matches(selector: dict[str, str]) -> bool:
        return any(selector.items() <= one.items() for one in labels)

    for service in of_kind("Service"):
        assert matches(service["spec"]["selector"])
    for policy in of_kind("NetworkPolicy"):
        assert matches(policy["spec"]["podSelector"].get("matchLabels", {}))
    for budget in of_kind("PodDisruptionBudget"):
        assert matches(budget["spec"]["selector"]["matchLabels"])
    deployed = {one["metadata"]["name"] for one in of_kind("Deployment")}
    assert {one["spec"]["scaleTargetRef"]["name"] for one in of_kind("HorizontalPodAutoscaler")} == deployed
    assert all(one["spec"]["minReplicas"] >= 2 for one in of_kind("HorizontalPodAutoscaler"))
    assert all(one["metadata"]["namespace"] == "levelfield" for one in manifests() if one["kind"] != "Namespace")


def test_no_pod_is_root_or_writes_to_its_own_files_or_carries_a_secret() -> None:
    for pod in pods():
        spec, (container,) = pod["spec"], pod["spec"]["containers"]
        assert spec["securityContext"]["runAsNonRoot"] and spec["automountServiceAccountToken"] is False
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"] and own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]} and container["resources"]["limits"]["memory"]
        assert container["envFrom"] == [{"configMapRef": {"name": "levelfield"}}, {"secretRef": {"name": "levelfield"}}]
    public = of_kind("ConfigMap")[0]["data"]
    assert not [name for name, value in public.items() if name.endswith(("_KEY", "_PASSWORD")) or "@" in value]


def test_every_deployment_is_probed() -> None:
    for one in of_kind("Deployment"):
        (container,) = one["spec"]["template"]["spec"]["containers"]
        assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()
        ports = {port["name"] for port in container["ports"]}
        assert all(container[probe]["httpGet"]["port"] in ports for probe in ("livenessProbe", "readinessProbe"))
    # What a dead action server or database makes unready must not be started again and again.
    adviser = next(one for one in of_kind("Deployment") if one["metadata"]["name"] == "adviser")
    container = adviser["spec"]["template"]["spec"]["containers"][0]
    assert container["livenessProbe"]["httpGet"]["path"] == "/health"
    assert container["readinessProbe"]["httpGet"]["path"] == "/ready"


def test_every_variable_is_one_that_the_settings_read() -> None:
    known = settings_read() | OTHERS
    file = (DEPLOY / "example.env").read_text()
    used = set(re.findall(r"^#?([A-Z_]+)=", file, re.MULTILINE))
    used |= set(re.findall(r"\b((?:LEVELFIELD|POSTGRES)_[A-Z_]+)\b", (DEPLOY / "compose.yml").read_text()))
    used |= {name for kind, key in (("ConfigMap", "data"), ("Secret", "stringData")) for name in of_kind(kind)[0][key]}
    used |= set(re.findall(r"\b(LEVELFIELD_[A-Z_]+)=", (DEPLOY / "Dockerfile").read_text()))
    assert used - known == set() and len(used) > 10


def test_compose_names_what_is_there() -> None:
    services = compose()["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            target = services[other]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in target, f"{name} waits for {other}, which cannot say that it is healthy"
        assert set(service["networks"]) <= compose()["networks"].keys()
        mounted = [str(mount).partition(":")[0] for mount in service.get("volumes", ())]
        assert all(mount.startswith("./") or mount in compose()["volumes"] for mount in mounted)
        assert all((DEPLOY / mount).is_file() for mount in mounted if mount.startswith("./"))
    assert services["adviser"]["deploy"]["replicas"] == services["actions"]["deploy"]["replicas"] == 2
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    for name in ("adviser", "actions", "migrate"):
        assert services[name]["command"][1] in {"adviser", "actions", "prepare"}


def test_the_image_runs_as_nobody_special_and_takes_what_is_locked() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    final = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert text.count("uv sync --frozen --no-dev") == 2
    version = re.search(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert version and f"uv=={version[1]}" in text
    roles = re.findall(r"args: \[role, (\w+)\]", (DEPLOY / "kubernetes" / "levelfield.yaml").read_text())
    assert sorted(roles) == ["actions", "adviser", "prepare"]


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    if NGINX is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("nginx is not installed (Debian: apt install nginx)")
    # The advisers' name is known in the network of the containers only.
    text = (DEPLOY / "nginx.conf").read_text().replace("server adviser:5005", "server 127.0.0.1:5005")
    text = text.replace("/tmp/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text)
    done = subprocess.run([NGINX, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "proxy_set_header Upgrade" in text and "client_max_body_size 64k" in text


@pytest.mark.postgres
def test_a_role_prepares_one_database_for_everything(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.new_database()
    for name in ("CASES_URL", "TRACKERS_URL", "STORE_URL"):
        monkeypatch.setenv(f"LEVELFIELD_{name}", database)
    monkeypatch.setenv("LEVELFIELD_VAR", str(tmp_path))
    for _ in range(2):
        done = CliRunner().invoke(levelfield, ["role", "prepare"], catch_exceptions=False)
        assert done.exit_code == 0 and "strategy store built" in done.output


def test_the_role_of_an_action_server_is_the_server_itself(tmp_path: Path) -> None:
    port = free_port()
    own = {"LEVELFIELD_VAR": str(tmp_path), "HOST": "127.0.0.1", "ACTIONS_PORT": str(port)}
    own |= {"LEVELFIELD_STORE_URL": f"sqlite:///{tmp_path / 'strategies.db'}"}
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", "role", "actions"]
    server = subprocess.Popen(command, env=os.environ | own, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                    assert answer.status == 200
                break
            except (urllib.error.URLError, OSError):
                assert server.poll() is None and time.monotonic() < deadline
                time.sleep(0.2)
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    finally:
        server.kill()
        server.wait()
