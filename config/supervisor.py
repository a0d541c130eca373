"""Keeps the processes of a hub running: starts again what dies, and lets them finish when it is told to stop."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

#: A process that dies sooner than this is started again later each time.
_QUICK_DEATH_SECONDS = 10.0
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.2, 30.0
#: Requests and tasks that are running may take so long to finish.
DRAIN_SECONDS = 30.0
_TICK_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process: what it is called, what it runs, and with what environment."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    began: float = field(default=0.0, init=False)
    starts_at: float = field(default=0.0, init=False)
    wait_seconds: float = field(default=_FIRST_WAIT_SECONDS, init=False)

    def start(self) -> int:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone; its process id."""
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands
            self.command,
            env=self.environment,
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self.began = time.monotonic()
        return self.process.pid

    def has_died(self) -> bool:
        """Whether it is no more."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """End what it left behind, and say when to start it again."""
        self.kill()
        lived = time.monotonic() - self.began
        quick = lived < _QUICK_DEATH_SECONDS
        self.wait_seconds = (
            min(self.wait_seconds * 2, _LONGEST_WAIT_SECONDS) if quick else _FIRST_WAIT_SECONDS
        )
        self.starts_at = time.monotonic() + self.wait_seconds
        self.process = None

    def stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its children at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _end_with_parent() -> None:
    """Linux ends a process whose supervisor was killed; elsewhere whoever kills it must look for them."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs until SIGTERM or Ctrl-C; a second one does not wait."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self._parts = list(parts)
        self._say = say
        self._signals = 0

    def run(self) -> None:
        """Start everything, look after it, and stop it."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        for part in self._parts:
            self._start(part)
        while not self._signals:
            for part in self._parts:
                self._look_after(part)
            time.sleep(_TICK_SECONDS)
        self._drain()

    def _note_signal(self, number: int, frame: object) -> None:
        self._signals += 1

    def _start(self, part: Part) -> None:
        self._say(f"{part.name}: process {part.start()}")

    def _look_after(self, part: Part) -> None:
        if part.has_died():
            assert part.process is not None  # noqa: S101 -- it has died
            code = part.process.returncode
            part.bury()
            self._say(f"{part.name}: ended ({code}); starts again in {part.wait_seconds:.1f} s")
        elif part.process is None and time.monotonic() >= part.starts_at:
            self._start(part)

    def _drain(self) -> None:
        self._say("Stopping: what is running may finish.")
        for part in self._parts:
            part.stop()
        until = time.monotonic() + DRAIN_SECONDS
        while self._signals < 2 and time.monotonic() < until and not all(map(_is_over, self._parts)):
            time.sleep(_TICK_SECONDS)
        for part in self._parts:
            part.kill()
        self._say("Stopped.")


def _is_over(part: Part) -> bool:
    return part.process is None or part.process.poll() is not None
