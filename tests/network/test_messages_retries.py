"""When a message is tried again."""

from datetime import timedelta

import pytest

from network.domain.devices import browser_and_system
from network.domain.retries import wait_after


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 0.25), (1, 0.25), (2, 0.5), (4, 2), (5, 4), (20, 4), (21, 60), (100, 60)]
)
def test_wait_grows_to_four_minutes_then_to_an_hour(attempts, minutes):
    assert wait_after(attempts) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Windows")),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", ("Edge", "Chromebook")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", ("Safari", "iPhone")),
        ("curl/8", ("", "")),
    ],
)  # fmt: skip
def test_browser_and_system_are_named(user_agent, expected):
    assert browser_and_system(user_agent) == expected
