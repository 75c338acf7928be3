"""The progress bar shows on a terminal and nowhere else."""

import io
import sys
import time

import pytest

from warta.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_pages_and_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as advance:
        time.sleep(0.2)
        advance(1234)
        time.sleep(0.3)
    assert "1,234 pages" in terminal.getvalue()


@pytest.mark.parametrize(("stream", "enabled"), [(io.StringIO(), True), (Terminal(), False)])
def test_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, enabled: bool) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(enabled=enabled) as advance:
        advance(1)
    assert stream.getvalue() == ""
