"""The servers that are measured: each a process of its own, started, waited for and stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from config.bench.load import Cpu
from config.env import BASE_DIR, VAR_DIR

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """One that answers on a port of this machine."""

    port: int
    cpu: Cpu


def around(environment: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with these variables in place of its own; an empty one is taken out."""
    return {name: value for name, value in {**os.environ, **environment}.items() if value}


@contextmanager
def serving(application: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve an ASGI application in one worker, as the hub is served, until the block ends.

    Raises:
        RuntimeError: when it does not answer within a minute.
    """
    port = _free_port()
    command = [
        sys.executable, "-m", "uvicorn", application, "--port", str(port), "--host", "127.0.0.1",
        "--log-level", "warning", "--lifespan", "off", "--no-access-log",
    ]  # fmt: skip
    log = VAR_DIR / "bench" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as lines:
        process = subprocess.Popen(  # noqa: S603 -- our own command
            command, cwd=BASE_DIR, env=around(environment or {}), stdout=lines, stderr=lines
        )
    try:
        _wait(port, process)
        yield Server(port, Cpu(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server under measurement did not start; var/bench/server.log says why.")
