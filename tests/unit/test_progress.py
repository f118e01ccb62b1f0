"""Long work shows a bar on a terminal and plain lines elsewhere."""

import sys

import pytest

from portal.cli.progress import progress


def test_elsewhere_every_tenth_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("mixing") as update:
        for done in range(0, 2001, 100):
            update(done, 2000)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert lines[-1] == "mixing: 2,000 of 2,000"


def test_on_a_terminal_one_line_is_drawn_over(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    with progress("mixing") as update:
        update(500, 1000)
        update(1000, 1000)

    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.endswith("\rmixing  [##########]  1,000 / 1,000\n")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_nothing_to_do_is_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)

    with progress("mixing"):
        pass
    with progress("mixing") as update:
        update(0, 0)

    assert capsys.readouterr().out.count("0 ") == 1
