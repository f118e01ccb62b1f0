"""A file of staff numbers and e-mail addresses: who is invited by mail, and what is wrong."""

from collections.abc import Mapping

from portal.accounts.staff.domain import NoIdentity, identity_of
from portal.organisation.people_accounts.mail_plan import MailFault, MailFile, MailRow
from portal.organisation.records.cells import UnreadableCell, read_staff_number
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    ExplainedColumn,
    RowFault,
    TableRow,
    UnreadableTable,
    heading_key,
)

_MEANINGS = {
    "NIP": "number",
    "NIP BARU": "number",
    "NIPPPK": "number",
    "SUREL": "email",
    "EMAIL": "email",
    "EMAIL GOV": "email",
    "NAMA": "-",
}
EXPLAINED: Mapping[str, ExplainedColumn] = {
    "NIP": ExplainedColumn("orang yang sudah tercatat", "199001012020011001"),
    "SUREL": ExplainedColumn("alamatnya sendiri, tidak dipakai bersama", "sari@kota.test"),
    "NAMA": ExplainedColumn("hanya supaya mudah dibaca; tidak disimpan", "Sari Contoh, S.Sos."),
}
COLUMNS = Columns(
    ("number", "email"),
    required=("number", "email"),
    meanings={heading_key(heading): name for heading, name in _MEANINGS.items()},
)


def read_mail_file(content: bytes) -> MailFile:
    """Return the rows of a file (CSV, TSV or .xlsx); call it before a transaction is begun."""
    try:
        table = read_table(content, COLUMNS)
    except UnreadableTable as error:
        return MailFile((), (error.fault,))
    rows, faults = read_rows(table, _row)
    return MailFile(tuple(rows), tuple(faults))


def _row(row: TableRow) -> MailRow | list[RowFault]:
    try:
        number = read_staff_number(row.cells.get("number", "").removeprefix("'"))
    except UnreadableCell as error:
        return [RowFault(row.line, "number", error.kind, error.detail)]
    try:
        email = identity_of(row.cells.get("email", "")).email
    except NoIdentity:
        email = None
    if email is None:
        return [RowFault(row.line, "email", MailFault.NOT_AN_ADDRESS)]
    return MailRow(row.line, number, email)
