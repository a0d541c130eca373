"""Servers that can fail: Redis in a process of ours, and a mail server that does what it is told."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from typing import Any

import redis
from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


def wait_until(is_so: Callable[[], Any], within: float, what: str) -> Any:
    """What `is_so` returns as soon as it is true.

    Raises:
        AssertionError: naming what did not come about within so many seconds.
    """
    until = time.monotonic() + within
    while not (found := is_so()):
        assert time.monotonic() < until, f"within {within} s: {what}"
        time.sleep(0.1)
    return found


class RedisServer:
    """Redis on a port of its own, without a memory on disk: who starts it again starts it empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [
            shutil.which("redis-server") or "redis-server", "--port", str(self.port), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no", "--dir", str(self._folder), "--daemonize", "no",
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own command
        wait_until(self._answers, 10, "Redis answers")

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        """Gone, with everything it held."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def swallow(self) -> None:
        """It takes connections and answers nothing."""
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)

    def answer_again(self) -> None:
        """It answers what was asked meanwhile."""
        assert self._process
        os.kill(self._process.pid, signal.SIGCONT)


class MailServer:
    """A real mail server that notes what it took; addresses say what befalls them.

    `…-later@` is refused for now the first time (451), `…-cut@` is taken and the line cut before the hub is told,
    `…-slow@` is held until `let_go` is set.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: Counter[tuple[str, str]] = Counter()
        self.tries: Counter[str] = Counter()
        self.let_go = threading.Event()
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)
        self._controller.start()

    def stop(self) -> None:
        """Nobody is there."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail, or do what its address says."""
        import asyncio  # noqa: PLC0415 -- of the server's own thread

        address = envelope.rcpt_tos[0]
        self.tries[address] += 1
        is_first = self.tries[address] == 1
        if is_first and "-later@" in address:
            return "451 Come back later"
        while is_first and "-slow@" in address and not self.let_go.is_set():
            await asyncio.sleep(0.05)
        if is_first and "-slow@" in address and server.transport.is_closing():
            return "451 Nobody is there to be told"
        self.taken[address, message_from_bytes(envelope.content)["Message-ID"]] += 1
        if is_first and "-cut@" in address:
            server.transport.abort()
        return "250 Taken"

    def ids_of(self, address: str) -> list[str]:
        """The Message-ID of each mail that was taken for an address, as often as it was."""
        return [id for (to, id), count in self.taken.items() for _ in range(count) if to == address]


def pids_said(lines: str, name: str) -> list[int]:
    """The process ids that a stack has said for one of its parts, in order."""
    return [int(pid) for pid in re.findall(rf"^{name}: process (\d+)$", lines, re.MULTILINE)]
