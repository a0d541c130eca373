"""A load of so many connections, each asking again as soon as it is answered."""

import http.client
import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Load:
    """What a server answered.

    Attributes:
        requests_per_second: over all connections.
        p50_ms, p95_ms: milliseconds from asking to the last byte.
        html_bytes: of the longest answer, unpacked.
        cpu_ms: milliseconds of processor time the server took a request; the database's own are not among them.
    """

    requests_per_second: float
    p50_ms: float
    p95_ms: float
    html_bytes: int
    cpu_ms: float


class NotAnswered(RuntimeError):
    """A page under measurement answered something else than a page."""


def ask(
    port: int, paths: Sequence[str], cookie: str, *, seconds: float, connections: int, server: "Cpu"
) -> Load:
    """Ask for the paths in turn.

    Args:
        port: on this machine.
        paths: asked for one after the other, over and over, by all connections together.
        cookie: who asks; "" is a visitor.
        seconds: how long.
        connections: how many at once.
        server: whose processor time is counted.

    Raises:
        NotAnswered: when one answer is no page.
    """
    turn, lock = itertools.cycle(paths), threading.Lock()
    took: list[float] = []
    lengths: list[int] = []
    failures: list[str] = []
    until = time.perf_counter() + seconds

    def work() -> None:
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        headers = {"Cookie": cookie} if cookie else {}
        while time.perf_counter() < until and not failures:
            with lock:
                path = next(turn)
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            took.append((time.perf_counter() - began) * 1000)
            lengths.append(len(body))
            if response.status != 200:
                failures.append(f"{path} answered {response.status}")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    cpu_before, began = server.seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures or not took:
        raise NotAnswered(failures[0] if failures else f"{paths[0]} did not answer")
    lasted, cpu = time.perf_counter() - began, server.seconds() - cpu_before
    cuts = quantiles(took, n=20) if len(took) > 1 else [took[0]] * 19
    return Load(len(took) / lasted, cuts[9], cuts[18], max(lengths), cpu * 1000 / len(took))


class Cpu:
    """The processor time of a process and of those it has started."""

    def __init__(self, pid: int) -> None:
        import psutil  # noqa: PLC0415 -- a developer's machine alone has it

        self._process = psutil.Process(pid)

    def seconds(self) -> float:
        """So far."""
        family = [self._process, *self._process.children(recursive=True)]
        return sum(time.user + time.system for time in (process.cpu_times() for process in family))
