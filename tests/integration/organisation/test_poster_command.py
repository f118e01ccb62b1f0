"""`flask desks poster`: a PDF of the desks that were asked for, or one clear line."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.organisation.posters import queries as posters_queries
from portal.organisation.posters import service as posters_service
from portal.organisation.records import service as records_service
from portal.organisation.records.record_types import DeskRecord
from portal.time import clock
from portal.web.extensions import db
from tests.factories.records import TODAY, WHOLE

Run = Callable[..., Result]


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    """Write posters to posters.pdf of the test's folder."""
    with app.app_context():
        records_service.change_records(db.session(), WHOLE, today=TODAY)

    def invoke(*words: str) -> Result:
        output = ["--output", str(tmp_path / "posters.pdf")]
        return app.test_cli_runner().invoke(args=["desks", "poster", *words, *output])

    return invoke


def decoded(folder: Path) -> list[str]:
    document = pypdfium2.PdfDocument(folder / "posters.pdf")
    pictures = [page.render(scale=2.5).to_pil() for page in document]
    document.close()
    return [zxingcpp.read_barcodes(picture)[0].text for picture in pictures]


def poster_codes(app: Flask) -> dict[str, str | None]:
    with app.app_context():
        desks = posters_queries.poster_desks(db.session(), on=TODAY)
        return {desk.code: desk.poster_code for desk in desks}


def change(app: Flask, act: Callable[[Session], object]) -> None:
    with app.app_context():
        act(db.session())


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_prints_the_desks_in_the_order_they_were_asked_for(
    run: Run, app: Flask, tmp_path: Path, paper: str
) -> None:
    result = run("rsud-1", "dinkes-2", "rsud-1", "--paper", paper)

    codes = poster_codes(app)
    assert result.exit_code == 0
    assert "2 posters written" in result.output
    assert "They say CONTOH" in result.output
    assert decoded(tmp_path) == [
        f"http://127.0.0.1:8000/r/{codes[desk]}" for desk in ("rsud-1", "dinkes-2")
    ]


def test_prints_every_desk_that_has_a_code(run: Run, app: Flask, tmp_path: Path) -> None:
    change(app, lambda session: posters_service.revoke_poster(session, "dinkes-2"))

    assert run("--all").exit_code == 0

    assert len(decoded(tmp_path)) == 2


def test_says_why_a_desk_has_no_poster(run: Run, app: Flask, tmp_path: Path) -> None:
    today = clock.today("Asia/Jakarta")
    retired = DeskRecord(code="rsud-1", retired_on=today)
    change(app, lambda session: records_service.change_records(session, [retired], today=today))
    change(app, lambda session: posters_service.revoke_poster(session, "dinkes-2"))

    for code, reason in (
        ("nowhere", "there is no desk nowhere"),
        ("rsud-1", "or it is retired"),
        ("dinkes-2", "was withdrawn; rotate it first"),
    ):
        result = run("pkm-melati-1", code)
        assert (result.exit_code, reason in result.output) == (1, True)
    assert not (tmp_path / "posters.pdf").exists()


def test_says_which_letters_cannot_be_printed(run: Run, app: Flask) -> None:
    renamed = DeskRecord(code="rsud-1", name="窓口 1")
    change(app, lambda session: records_service.change_records(session, [renamed], today=TODAY))

    result = run("rsud-1")

    assert result.exit_code == 1
    assert "窓口 1: the poster's font has no 口窓" in result.output


@pytest.mark.parametrize("words", [(), ("rsud-1", "--all"), ("rsud-1", "--paper", "a3")])
def test_wrong_usage_is_told_apart(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_public_address_makes_a_poster_to_put_up(
    make_app: Callable[..., Flask], run: Run, tmp_path: Path
) -> None:
    public = make_app(PUBLIC_URL="https://loket.contoh.go.id")
    target = tmp_path / "posters.pdf"

    result = public.test_cli_runner().invoke(
        args=["desks", "poster", "rsud-1", "--output", str(target)]
    )

    assert "CONTOH" not in result.output
    assert decoded(tmp_path)[0].startswith("https://loket.contoh.go.id/r/")
