"""Public PDFs are kept by what they say; exact figures never touch the disk."""

import os
import resource
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from portal.publication.figures.figures import Figure
from portal.publication.reports.content import (
    Audience,
    PopulationBasis,
    Report,
    ReportPlace,
    SampleSize,
)
from portal.publication.reports.printing import printed
from portal.publication.reports.report_cache import (
    OfficialReportNotCached,
    ReportCache,
    ReportCacheBusy,
)
from portal.storage.own_programs import PrintingFailed
from portal.time.months import CalendarPeriod, MonthRange


def report(edition: Audience = Audience.PUBLIC, *, n: int = 40) -> Report:
    span = CalendarPeriod.of("2025")
    return Report(
        edition=edition,
        is_demo=False,
        city="Kota Uji",
        place=ReportPlace(1, "dukcapil", "Dinas"),
        span=span,
        page_url="https://suara.kota.test/agencies/dukcapil",
        headline=Figure(Decimal(80), n, MonthRange("2025-01", "2025-12"), ("ticket",)),
        sample=SampleSize(n, None, PopulationBasis.UNKNOWN, None, 384),
        least_mean=30,
        elements=(),
    )


def test_draws_once_for_the_same_words(tmp_path: Path) -> None:
    drawn = []
    report_cache = ReportCache(
        tmp_path / "reports", draw=lambda each: drawn.append(each) or b"%PDF"
    )

    first, again, other = (
        report_cache.pdf(report()),
        report_cache.pdf(report()),
        report_cache.pdf(report(n=45)),
    )

    assert first == again != other
    assert first.read_bytes() == b"%PDF"
    assert len(drawn) == 2


def test_official_reports_are_refused(tmp_path: Path) -> None:
    report_cache = ReportCache(tmp_path / "reports", draw=lambda _: b"%PDF")

    with pytest.raises(OfficialReportNotCached):
        report_cache.pdf(report(Audience.OFFICIAL))
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_another_drawing(tmp_path: Path) -> None:
    def draw(_: Report) -> bytes:
        report_cache.pdf(report(n=50))
        return b""

    report_cache = ReportCache(tmp_path, draw=draw)

    with pytest.raises(ReportCacheBusy):
        report_cache.pdf(report())


def test_a_printer_that_cannot_start_says_no_more_than_that() -> None:
    with pytest.raises(PrintingFailed) as failed:
        printed(report(), program="portal.no_such_program")

    assert str(failed.value) == "CalledProcessError"


def test_the_printing_program_is_given_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "tell_settings.py"
    module.write_text("import os; print(sorted(k for k in os.environ if 'PORTAL_' in k))")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a key for the tests and nothing else")

    assert printed(report(), program="tell_settings").strip() == b"[]"


class Hungry:
    """Takes memory where it is read, and leaves a trace when it gets it."""

    def __init__(self, mebibytes: int, trace: Path) -> None:
        self.code = f"bytearray({mebibytes} << 20); open({str(trace)!r}, 'w').close()"

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, (self.code,)


@pytest.mark.slow
def test_drawing_ends_where_it_takes_too_much_memory(tmp_path: Path) -> None:
    for name, mebibytes in (("little", 100), ("much", 600)):
        with pytest.raises(PrintingFailed):
            printed(cast(Report, Hungry(mebibytes, tmp_path / name)))

    assert [path.name for path in tmp_path.iterdir()] == ["little"]


@pytest.mark.slow
def test_the_program_draws_what_it_is_handed(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import pickle
    import runpy
    import sys
    from types import SimpleNamespace

    written = io.BytesIO()
    told: list[int] = []
    monkeypatch.setattr("resource.setrlimit", lambda kind, _: told.append(kind))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pickle.dumps(report()))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    monkeypatch.delitem(sys.modules, "portal.publication.reports.pdf.program", raising=False)

    runpy.run_module("portal.publication.reports.pdf.program", run_name="__main__")

    assert resource.RLIMIT_AS in told
    assert written.getvalue().startswith(b"%PDF-")
    assert date(2025, 12, 31).strftime("D:%Y%m%d").encode() in written.getvalue()


def test_the_files_drawn_first_are_removed_when_there_are_too_many(tmp_path: Path) -> None:
    report_cache = ReportCache(tmp_path / "reports", draw=lambda _: b"%PDF", most_files=2)

    paths = []
    for number in range(3):
        paths.append(report_cache.pdf(report(n=40 + number)))
        os.utime(paths[-1], (number, number))
    report_cache.pdf(report(n=50))

    assert [path.exists() for path in paths] == [False, False, True]
