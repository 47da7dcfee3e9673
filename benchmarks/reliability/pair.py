"""Two Rasa servers and an action server on PostgreSQL and Redis behind nginx, all of them real, all to be killed.

The clocks of the two Rasa servers are a minute apart in every scenario.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine, select

from benchmarks.reliability.adviser import Talker, instruments, with_environment
from bot.cli.migrate import migrate_all
from bot.cli.processes import Server, action_server, free_port, rasa_server, stop
from bot.documents.load import load_knowledge
from bot.settings import Settings
from bot.store.write import write_store
from bot.trackers.tables import events
from tests.conversations.running_bot import START_SECONDS
from tests.conversations.started import Started
from tests.integration.postgres import PostgresServer, programs
from tests.integration.redis_server import PROGRAM, RedisServer

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
# Apart by a minute: far more than what machines without a time service drift in a year.
CLOCKS = (30.0, -30.0)
_CONFIG = """
daemon off; {user} pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  upstream rasa {{ {servers} }}
  map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
  server {{
    listen 127.0.0.1:{port};
    # A message that was sent to a server is never sent to the other one: it might be done twice.
    location / {{
      proxy_pass http://rasa; proxy_connect_timeout 1s; proxy_read_timeout 60s;
      proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


def missing() -> list[str]:
    """The Debian packages that these scenarios need and this machine lacks."""
    there = {"postgresql": programs(), "redis-server": PROGRAM, "nginx": NGINX}
    return [package for package, program in there.items() if program is None]


class Pair(Started):
    """The whole of it, for as long as the `with` block runs."""

    def __init__(self) -> None:
        lacking = missing()
        if lacking:
            raise RuntimeError(f"These programs are missing: {', '.join(lacking)}. On Debian: apt install them.")
        folder = programs()
        assert folder is not None
        self.home = Path(tempfile.mkdtemp(prefix="levelfield-pair-"))
        self.postgres, self.redis = PostgresServer(folder), RedisServer()
        self._nginx: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.replicas: list[Server] = []
        self._started: list[Server] = []
        self._ports: list[int] = []

    def start(self) -> None:
        """Start all of it, and wait until it answers."""
        self.postgres.start()
        self.redis.start()
        database, actions_port, key = self.postgres.new_database(), free_port(), secrets.token_hex(32)
        for number, clock in enumerate(CLOCKS):
            port = free_port()
            own = {
                "LEVELFIELD_VAR": str(self.home / f"var{number}"),
                "LEVELFIELD_STORE_URL": f"sqlite:///{self.home / 'strategies.db'}",
                # One database for both stores, as a small installation has it.
                "LEVELFIELD_CASES_URL": database,
                "LEVELFIELD_TRACKERS_URL": database,
                "LEVELFIELD_REDIS_URL": self.redis.url,
                "LEVELFIELD_WEBSITE_KEY": key,
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "ACTIONS_PORT": str(actions_port),
            }
            self.settings = Settings.from_env(dict(os.environ) | own)
            self._ports.append(port)
            with with_environment(instruments(clock=clock)):
                self.replicas.append(rasa_server(self.settings))
        actions = action_server(dataclasses.replace(self.settings, var=self.home / "var0"))
        migrate_all(self.settings)
        write_store(load_knowledge(self.settings.knowledge), self.settings.store_url)
        for server in (actions, *self.replicas):
            server.start()
            self._started.append(server)
        self._start_nginx()
        for number in range(len(self.replicas)):
            self.wait_for(number)

    def _start_nginx(self) -> None:
        home = self.home / "nginx"
        home.mkdir()
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in self._ports)
        user = "user root;" if os.geteuid() == 0 else ""
        config = home / "nginx.conf"
        config.write_text(_CONFIG.format(home=home, port=self.port, servers=servers, user=user))
        assert NGINX is not None
        self._nginx = subprocess.Popen([NGINX, "-c", str(config), "-e", str(home / "error.log")])

    @property
    def processes(self) -> list[int]:
        """The Rasa servers and the action server, by their process ids."""
        return [server.pid for server in self._started if server.pid]

    def url_of(self, number: int) -> str:
        """The address of one replica, past nginx."""
        return f"http://127.0.0.1:{self._ports[number]}"

    def wait_for(self, number: int) -> None:
        """Wait until a replica answers that it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            server = self.replicas[number]
            if server.exit_code is not None:
                raise RuntimeError(f"replica {number} ended:\n{server.last_lines()}")
            try:
                with urllib.request.urlopen(f"{self.url_of(number)}/ready", timeout=3):
                    return
            except (urllib.error.URLError, OSError):
                if time.monotonic() > deadline:
                    raise RuntimeError(f"replica {number} is not ready:\n{server.last_lines()}") from None
                time.sleep(0.2)

    def kill(self, number: int) -> None:
        """SIGKILL: it is gone in the middle of whatever it does."""
        self.replicas[number].signal(signal.SIGKILL)
        self.replicas[number].reap(5)

    def end(self, number: int) -> bool:
        """SIGTERM: it may finish what it does; whether it went by itself."""
        self.replicas[number].signal(signal.SIGTERM)
        return self.replicas[number].reap(30)

    def start_again(self, number: int) -> None:
        """Start a replica again and wait until it is ready."""
        self.replicas[number].start()
        self.wait_for(number)

    def unfinished(self, talkers: Sequence[Talker]) -> int:
        """Turns in the database that had not ended when the next one of the same person began."""
        engine = create_engine(self.settings.trackers_url, future=True)
        found = 0
        with engine.connect() as connection:
            for talker in talkers:
                query = select(events.c.type_name, events.c.data).where(events.c.sender_id == talker.sender)
                listening = True
                for type_name, data in connection.execute(query.order_by(events.c.id)):
                    if type_name == "user":
                        found += not listening
                        listening = False
                    elif type_name == "action" and json.loads(data)["name"] == "action_listen":
                        listening = True
        engine.dispose()
        return found

    def stop(self) -> None:
        """End all of it."""
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait()
        stop(self._started)
        self.redis.stop()
        self.postgres.stop()
        shutil.rmtree(self.home, ignore_errors=True)
