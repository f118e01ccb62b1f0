"""The import in the browser: looked at, confirmed, checked again; and the export."""

import csv
import io
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.organisation.importing import routes as importing
from portal.organisation.importing import service as importing_service
from portal.organisation.importing.uploads import (
    FOLDER,
    KEPT_FOR,
    UploadGone,
    drop_upload,
    keep_upload,
    kept_upload,
)
from portal.organisation.records import service as records_service
from portal.organisation.records.columns import COLUMNS
from portal.organisation.records.record_types import DeskRecord
from portal.time import clock
from portal.web.access import Role
from portal.web.body_limits import FILE_BYTES
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.conftest import PAGES, City, post

RENAMED = b"kind;code;name\ndesk;dinkes-2;Loket Dua\nagency;rsud;\n"


def upload(client: FlaskClient, content: bytes, name: str = "kota.csv") -> TestResponse:
    token = hidden_fields(client.get(f"{PAGES}/import").text)["csrf_token"]
    return client.post(
        f"{PAGES}/import", data={"csrf_token": token, "file": (io.BytesIO(content), name)}
    )


def confirm(client: FlaskClient, preview: TestResponse) -> TestResponse:
    return client.post(f"{PAGES}/import/confirm", data=hidden_fields(preview.text))


def uploads(city: City) -> list[Path]:
    folder = Path(city.app.instance_path) / FOLDER
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_preview_says_what_would_change_and_changes_nothing(
    city: City, administrator: FlaskClient
) -> None:
    preview = upload(administrator, RENAMED)

    assert "1 perubahan" in preview.text
    assert "Loket 2 → Loket Dua" in preview.text
    assert "Baris yang sudah sama: 1" in preview.text
    assert city.record("desk", "dinkes-2").name == "Loket 2"
    assert city.acts() == []


def test_a_yes_carries_the_file_out_and_forgets_it(city: City, administrator: FlaskClient) -> None:
    preview = upload(administrator, RENAMED)

    answer = confirm(administrator, preview)

    assert answer.headers["Location"] == f"{PAGES}/?imported=1"
    assert "Berkas sudah diimpor." in administrator.get(answer.headers["Location"]).text
    assert city.record("desk", "dinkes-2").name == "Loket Dua"
    assert city.acts() == [("organisation.import", "organisation")]
    assert uploads(city) == []


def test_a_faulty_file_is_refused_line_by_line_and_not_kept(
    city: City, administrator: FlaskClient
) -> None:
    preview = upload(administrator, b"kind,code,name\ndesk,dinkes-2,Baru\nroom,x,\ndesk,Y,\n")

    assert "2 kesalahan; tidak ada yang diubah" in preview.text
    for line in ('<th scope="row">baris 3</th>', '<th scope="row">baris 4</th>'):
        assert line in preview.text
    assert "bukan agency, unit" in preview.text
    assert "bukan kode" in preview.text
    assert "/import/confirm" not in preview.text
    assert uploads(city) == []


def test_a_file_without_news_says_so(administrator: FlaskClient) -> None:
    assert "Tidak ada yang berubah" in upload(administrator, b"kind,code\nagency,rsud\n").text


def test_no_file_is_asked_for_again(administrator: FlaskClient) -> None:
    token = hidden_fields(administrator.get(f"{PAGES}/import").text)["csrf_token"]

    answer = administrator.post(f"{PAGES}/import", data={"csrf_token": token})

    assert "Pilih berkas dulu." in answer.text


def test_a_change_meanwhile_is_shown_before_anything_happens(
    city: City, administrator: FlaskClient
) -> None:
    preview = upload(administrator, RENAMED)
    city.change(DeskRecord(code="dinkes-2", name="Loket Lain"))

    again = confirm(administrator, preview)

    assert "Organisasi berubah sejak" in again.text
    assert "Loket Lain → Loket Dua" in again.text
    assert city.record("desk", "dinkes-2").name == "Loket Lain"
    assert confirm(administrator, again).status_code == 302
    assert city.record("desk", "dinkes-2").name == "Loket Dua"


def test_what_has_become_impossible_meanwhile_is_refused(
    city: City, administrator: FlaskClient
) -> None:
    content = b"kind,code,name,badge_name,badge_number\nofficer,77,Dewi,D,1\n"
    more = b"kind,officer,desk,starts_on\nposting,1987,dinkes-2,2026-02-01\n"
    assert upload(administrator, content).status_code == 200
    preview = upload(administrator, more)
    city.change(DeskRecord(code="dinkes-2", retired_on=clock.today("Asia/Jakarta")))

    again = confirm(administrator, preview)

    assert "Berkas ditolak" in again.text
    assert "sudah berakhir pada hari itu" in again.text


def test_a_refusal_in_the_last_moment_is_a_page_too(
    city: City, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = upload(administrator, RENAMED)
    faults = city.run(
        lambda session: importing_service.preview_file(
            session, b"kind\nx\n", today=clock.today("UTC")
        )
    ).faults

    def refuse(*_: object, **__: object) -> None:
        raise records_service.OrganisationRefused(faults)

    monkeypatch.setattr(importing_service, "import_file", refuse)

    assert "Berkas ditolak" in confirm(administrator, preview).text


@pytest.mark.parametrize("token", ["", "0" * 32, "../../secret_key", "x" * 999, "\x00"])
def test_a_token_that_opens_nothing_asks_for_the_file_again(
    administrator: FlaskClient, token: str
) -> None:
    answer = post(administrator, "/import/confirm", token=token, digest="")

    assert answer.status_code == 200
    assert "sudah tidak kami simpan" in answer.text


def test_a_file_opens_only_for_whoever_sent_it(city: City, administrator: FlaskClient) -> None:
    preview = upload(administrator, RENAMED)
    other = city.client(Role.ADMINISTRATOR)
    fields = hidden_fields(preview.text)

    answer = post(other, "/import/confirm", token=fields["token"], digest=fields["digest"])

    assert "sudah tidak kami simpan" in answer.text
    assert city.record("desk", "dinkes-2").name == "Loket 2"


def test_a_file_is_kept_for_an_hour_only(tmp_path: Path) -> None:
    now = clock.now()
    token = keep_upload(tmp_path, b"content", account_id=1, now=now)
    (path,) = (tmp_path / FOLDER).iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept_upload(tmp_path, token, account_id=1, now=now) == b"content"

    late = now + KEPT_FOR * 2
    with pytest.raises(UploadGone):
        kept_upload(tmp_path, token, account_id=1, now=late)
    os.utime(path, (1, 1))
    keep_upload(tmp_path, b"another", account_id=1, now=now)
    assert not path.exists()


def test_dropping_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    drop_upload(tmp_path, "0" * 32, account_id=1)
    drop_upload(tmp_path, "../passwd", account_id=1)

    assert list(tmp_path.iterdir()) == []


def test_large_files_are_for_administrators_only(
    city: City, administrator: FlaskClient, head: FlaskClient
) -> None:
    large = b"kind,code,name\nagency,rsud,\n" + b"\n" * 200_000

    assert upload(administrator, large).status_code == 200
    kept = uploads(city)
    for client, refusal in ((head, 403), (city.app.test_client(), 413)):
        data = {"file": (io.BytesIO(large), "kota.csv")}
        assert client.post(f"{PAGES}/import", data=data).status_code == refusal
    assert uploads(city) == kept
    huge = administrator.post(
        f"{PAGES}/import",
        data=b"--x\r\n" + b" " * FILE_BYTES,
        content_type="multipart/form-data; boundary=x",
    )
    assert huge.status_code == 413


def test_importing_asks_for_a_fresh_sign_in(city: City) -> None:
    stale = city.client(Role.ADMINISTRATOR, is_fresh=False)

    answer = stale.get(f"{PAGES}/import")

    assert (answer.status_code, "/admin/prove" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_export_is_what_the_import_reads(
    city: City, administrator: FlaskClient, role: Role
) -> None:
    city.change(DeskRecord(code="dinkes-2", name="=HYPERLINK(1)"))

    answer = city.client(role).get(f"{PAGES}/export.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="organisation.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert "Tidak ada yang berubah" in upload(administrator, answer.data).text
    assert ("organisation.export", "organisation") in city.acts()


def test_a_long_preview_shows_the_beginning(
    administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_SHOWN", 1)
    content = b"kind,code,name\ndesk,dinkes-2,A\ndesk,rsud-1,B\n"

    preview = upload(administrator, content)

    assert "2 perubahan" in preview.text
    assert "Ditampilkan 1 yang pertama." in preview.text
