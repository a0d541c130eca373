"""The supervisor: what dies is started again, what is told to stop finishes first."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from config.env import BASE_DIR

pytestmark = pytest.mark.slow


@pytest.fixture
def supervised(tmp_path):
    """Starts a supervisor of processes that run the scripts given; the lines it says are in `tmp_path / "said"`."""
    started = []

    def start(**scripts: str) -> subprocess.Popen:
        main = f"""
            import sys
            from config.supervisor import Part, Supervisor
            scripts = {scripts!r}
            said = open({str(tmp_path / "said")!r}, "w", buffering=1)
            parts = [Part(name, [sys.executable, "-c", script], {{}}) for name, script in scripts.items()]
            Supervisor(parts, lambda line: said.write(line + "\\n")).run()
        """
        process = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-c", textwrap.dedent(main)], cwd=BASE_DIR, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _said(tmp_path, count: int, within: float = 10) -> list[str]:
    until = time.monotonic() + within
    while time.monotonic() < until:
        path = tmp_path / "said"
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= count:
            return lines
        time.sleep(0.05)
    raise AssertionError(lines)


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


_SLEEP = "import time; time.sleep(60)"


def test_what_is_killed_is_started_again_and_the_others_go_on(supervised, tmp_path):
    supervised(one=_SLEEP, two=_SLEEP)
    first, second = [int(line.rpartition(" ")[2]) for line in _said(tmp_path, 2)]

    os.kill(first, signal.SIGKILL)
    lines = _said(tmp_path, 4)

    assert lines[2] == "one: ended (-9); starts again in 0.4 s"
    assert lines[3].startswith("one: process ")
    assert _is_running(second)


def test_what_dies_at_once_is_started_later_each_time(supervised, tmp_path):
    supervised(broken="raise SystemExit(3)")

    lines = _said(tmp_path, 6)

    assert [line for line in lines if "ended" in line][:3] == [
        f"broken: ended (3); starts again in {seconds} s" for seconds in ("0.4", "0.8", "1.6")
    ]


def test_what_is_told_to_stop_finishes_first(supervised, tmp_path):
    finishes = f"""
import signal, sys, time
def stop(*_):
    time.sleep(1)
    open({str(tmp_path / "finished")!r}, "w").write("yes")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
open({str(tmp_path / "began")!r}, "w").close()
time.sleep(60)
"""
    process = supervised(slow=finishes)
    while not (tmp_path / "began").exists():
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 0

    assert (tmp_path / "finished").read_text() == "yes"
    assert _said(tmp_path, 3)[-1] == "Stopped."


def test_a_second_ctrl_c_does_not_wait(supervised, tmp_path):
    process = supervised(
        deaf="import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    )
    [pid] = [int(line.rpartition(" ")[2]) for line in _said(tmp_path, 1)]
    time.sleep(0.5)

    process.send_signal(signal.SIGINT)
    _said(tmp_path, 2)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=5) == 0
    assert not _is_running(pid)


def test_what_a_killed_process_left_behind_ends(supervised, tmp_path):
    parent = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    supervised(parent=parent)
    [pid] = [int(line.rpartition(" ")[2]) for line in _said(tmp_path, 1)]
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        time.sleep(0.05)
    child = int((tmp_path / "child").read_text())

    os.kill(pid, signal.SIGKILL)
    _said(tmp_path, 3)

    assert not _is_running(child)


def test_nothing_outlives_a_supervisor_that_was_killed(supervised, tmp_path):
    process = supervised(one=_SLEEP)
    [pid] = [int(line.rpartition(" ")[2]) for line in _said(tmp_path, 1)]
    time.sleep(0.3)

    process.kill()
    process.wait()
    until = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)

    assert not _is_running(pid)
