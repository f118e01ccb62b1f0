"""A form is written of what its reader may read at this moment, and of nothing else."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from portal.evaluation.appraisals.confirming_service import SnapshotExpired
from portal.evaluation.official_forms import pdf_blocks, service

SHEETS = ("a sheet",)
SOURCE: Any = SimpleNamespace(session=None, vault=None)
PLAN: Any = SimpleNamespace(
    id=1,
    person_id=2,
    versions=(SimpleNamespace(state="agreed"),),
    latest=None,
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
)
PERIOD = SimpleNamespace(number=1, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))


def asked(**changed: Any) -> Any:
    known = {
        "person_id": 9,
        "is_auditor": False,
        "on": date(2026, 4, 3),
        "cycle": SimpleNamespace(id=1, periods=(PERIOD,)),
        "wanted": SimpleNamespace(period=1),
    }
    return SimpleNamespace(**(known | changed))


def viewer(**may: bool) -> Any:
    known = {"is_person": False, "is_appraiser": True, "may_read_quarters": True, "may_read": True}
    known = known | {"reads_result": True} | may
    return SimpleNamespace(
        is_person=known["is_person"],
        is_appraiser=known["is_appraiser"],
        may_read_quarters=known["may_read_quarters"],
        may_read=lambda _: known["may_read"],
        reads_result=lambda _: known["reads_result"],
    )


def let(monkeypatch: pytest.MonkeyPatch, **answers: Any) -> None:
    for name, answer in answers.items():
        monkeypatch.setattr(service, name, lambda *_, answer=answer, **__: answer)


@pytest.mark.parametrize(
    ("changed", "may", "is_shown", "is_written"),
    [
        ({}, {}, True, True),
        ({}, {}, False, True),
        ({}, {"is_appraiser": False}, True, True),
        ({}, {"is_appraiser": False}, False, False),
        ({}, {"is_appraiser": False, "is_person": True}, False, True),
        ({}, {"may_read_quarters": False}, True, False),
        ({"wanted": SimpleNamespace(period=7)}, {}, True, False),
        ({"on": date(2025, 12, 31)}, {}, True, False),
    ],
)
def test_a_quarter_is_written_for_its_sides_and_for_others_once_it_was_shown(
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, Any],
    may: dict[str, bool],
    *,
    is_shown: bool,
    is_written: bool,
) -> None:
    quarter = SimpleNamespace(period_number=1, is_shown=is_shown)
    let(
        monkeypatch,
        _appraisal_viewer=viewer(**may),
        periodics_of=[quarter],
        quarter_forms=SHEETS,
    )

    found = service._quarter(SOURCE, PLAN, asked=asked(**changed))

    assert found == (SHEETS if is_written else ())


def test_a_plan_that_began_later_has_no_form_of_the_quarter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let(monkeypatch, _appraisal_viewer=viewer(), periodics_of=[], quarter_forms=SHEETS)
    later = SimpleNamespace(**(vars(PLAN) | {"starts_on": date(2026, 4, 1)}))

    assert service._quarter(SOURCE, later, asked=asked()) == ()


@pytest.mark.parametrize(
    ("year", "may", "document", "is_written"),
    [
        (SimpleNamespace(plan_id=1), True, {"format": 1}, True),
        (SimpleNamespace(plan_id=1), True, None, False),
        (SimpleNamespace(plan_id=1), False, {"format": 1}, False),
        (SimpleNamespace(plan_id=8), True, {"format": 1}, False),
        (None, True, {"format": 1}, False),
    ],
)
def test_a_year_is_written_from_its_document_for_who_reads_the_result(
    monkeypatch: pytest.MonkeyPatch, year: Any, document: Any, *, may: bool, is_written: bool
) -> None:
    let(
        monkeypatch,
        _appraisal_viewer=viewer(reads_result=may),
        yearly_of=year,
        snapshot_document=document,
        year_forms=SHEETS,
    )

    assert service._year(SOURCE, PLAN, asked=asked()) == (SHEETS if is_written else ())


def test_of_a_document_that_was_forgotten_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forgotten(*_: object, **__: object) -> None:
        raise SnapshotExpired

    let(
        monkeypatch,
        _appraisal_viewer=viewer(),
        yearly_of=SimpleNamespace(plan_id=1),
        year_forms=SHEETS,
    )
    monkeypatch.setattr(service, "snapshot_document", forgotten)

    assert service._year(SOURCE, PLAN, asked=asked()) == ()


@pytest.mark.parametrize("text", ["", "A1", "A1:B", "1:2", "A1:B2:C3"])
def test_a_region_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        pdf_blocks._region(text)


@pytest.mark.parametrize(("cell", "text"), [(None, ""), (7, "7"), ("kata", "kata")])
def test_a_cell_without_a_look_is_plain(cell: Any, text: str) -> None:
    styled = pdf_blocks._styled(cell)

    assert (styled.text, styled.look) == (text, pdf_blocks.Look.PLAIN)
    assert pdf_blocks._styled(styled) is styled
