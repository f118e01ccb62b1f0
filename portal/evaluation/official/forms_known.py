"""Which of the official forms a sheet is: by its titles and heads, never by a file's name."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from portal.evaluation.official.domain import key
from portal.storage.spreadsheets.table import Grid, GridRow

# Titles and heads stand among the first lines.
LOOKED_AT = 40
_TITLES = 8


class Form(StrEnum):
    """The official forms and reports (forms paper, sections 1, 9 and 10)."""

    PLAN_QUANT_STAFF = "plan_quant_staff"
    PLAN_QUANT_HEAD = "plan_quant_head"
    PLAN_QUAL_STAFF = "plan_qual_staff"
    PLAN_QUAL_HEAD = "plan_qual_head"
    ANNEX = "annex"
    ROLE_MATRIX = "role_matrix"
    ACTION_PLAN = "action_plan"
    FEEDBACK_RECORD = "feedback_record"
    PERIODIC = "periodic"
    DOCUMENT = "document"
    PROGRESS = "progress"
    PLAN_REPORT = "plan_report"
    RESULT_REPORT = "result_report"
    STAFF_EXPORT = "staff_export"
    UNIT_TREE = "unit_tree"
    REPORTING_LINES = "reporting_lines"
    PERMEN_8_2021 = "permen_8_2021"
    PP_46_2011 = "pp_46_2011"


PLANS = frozenset(
    {Form.PLAN_QUANT_STAFF, Form.PLAN_QUANT_HEAD, Form.PLAN_QUAL_STAFF, Form.PLAN_QUAL_HEAD}
)
REPORTS = frozenset({Form.PLAN_REPORT, Form.RESULT_REPORT})
OLDER = frozenset({Form.PERMEN_8_2021, Form.PP_46_2011})
_OF_2011 = ("KEGIATANTUGASJABATAN", "PENILAIANPRESTASIKERJA", "TUGASJABATAN")
_OF_2021 = ("REVIUOLEHPENGELOLAKINERJA", "RENCANAKINERJAATASANLANGSUNG")
# The line over the results; the row that names their columns stands right below or nowhere.
_SECTIONS = frozenset({"HASILKERJA", "UTAMA", "AUTAMA", "AKINERJAUTAMA"})
_HEADS_BELOW = 4
# Heads of a table by which it is known, all of them in one row.
_TABLES = (
    (Form.RESULT_REPORT, ("NIP", "HASILAKHIR", "SKPID")),
    (Form.PLAN_REPORT, ("NIP", "SKPSTATUS", "SKPID")),
    (Form.STAFF_EXPORT, ("NIPBARU", "KEDUDUKANHUKUMID")),
    (Form.UNIT_TREE, ("ID", "NAMAUNOR")),
    (Form.REPORTING_LINES, ("NIP", "NIPATASAN")),
)


def form_of(grid: Grid) -> Form | None:
    """Return which form a sheet is, or None when it is none that is known."""
    keys = _before_content([row for row in grid.rows if row.line <= LOOKED_AT])
    # A form of today says its approach; no older one has that line, and no table.
    if any(row and row[0].startswith("PENDEKATANHASILKERJA") for row in keys[:_TITLES]):
        return _titled(keys)
    return _older(keys) or _table(keys) or _titled(keys)


def is_head_row(row: GridRow) -> bool:
    """Return whether a row names the columns of a plan's results."""
    keys = [key(cell) for cell in row.cells if cell]
    has_result = any(each.startswith(("RENCANAHASILK", "HASILKERJA")) for each in keys)
    has_indicator = any(each.startswith("INDIKATOR") for each in keys)
    return has_result and (has_indicator or "TARGET" in keys)


def _before_content(rows: Sequence[GridRow]) -> Sequence[Sequence[str]]:
    """Return the cells of a sheet down to the row that names its columns, else its section.

    What stands below are people's own words. A result may be called like a heading of any form
    ("Realisasi anggaran", "Tugas jabatan"), and the sheet is still what its headings say.
    """
    keys = [[key(cell) for cell in row.cells if cell] for row in rows]
    section = next((at for at, row in enumerate(keys) if row and row[0] in _SECTIONS), None)
    last = len(rows) if section is None else section + _HEADS_BELOW
    head = next((at for at, row in enumerate(rows[:last]) if is_head_row(row)), section)
    return keys if head is None else keys[: head + 1]


def _older(keys: Sequence[Sequence[str]]) -> Form | None:
    for each in _all(keys):
        if each.startswith(_OF_2011):
            return Form.PP_46_2011
        if each.startswith(_OF_2021):
            return Form.PERMEN_8_2021
    return None


def _table(keys: Sequence[Sequence[str]]) -> Form | None:
    for row in keys:
        for form, heads in _TABLES:
            if set(heads) <= set(row):
                return form
        if "TANGGAL" in " ".join(row) and any(each.startswith("KEGIATANHARIAN") for each in row):
            return Form.PROGRESS
    return None


def _titled(keys: Sequence[Sequence[str]]) -> Form | None:
    titles = [row[0] for row in keys[:_TITLES] if row]
    for start, form in (
        ("LAMPIRANSASARANKINERJAPEGAWAI", Form.ANNEX),
        ("DOKUMENEVALUASIKINERJAPEGAWAI", Form.DOCUMENT),
        ("REKAMANINFORMASIUMPANBALIK", Form.FEEDBACK_RECORD),
        ("MATRIKSPEMBAGIANPERAN", Form.ROLE_MATRIX),
        ("RENCANAAKSI", Form.ACTION_PLAN),
        ("EVALUASIKINERJAPEGAWAI", Form.PERIODIC),
        ("HASILEVALUASIKINERJAPEGAWAI", Form.PERIODIC),
    ):
        if any(title.startswith(start) for title in titles):
            return form
    if not any(title.startswith("SASARANKINERJAPEGAWAI") for title in titles):
        return None
    # One template prints the plan's title over an evaluation: its columns say what it is.
    if keys and any(each.startswith("REALISASI") for each in keys[-1]):
        return Form.PERIODIC
    return _plan(titles, keys)


def _plan(titles: Sequence[str], keys: Sequence[Sequence[str]]) -> Form:
    words = " ".join(titles)
    is_head = any(each in words for each in ("PIMPINANTINGGI", "UNITKERJAMANDIRI", "JPT"))
    is_head = is_head or any(each == "PERSPEKTIF" for each in _all(keys))
    if "KUALITATIF" in words:
        return Form.PLAN_QUAL_HEAD if is_head else Form.PLAN_QUAL_STAFF
    return Form.PLAN_QUANT_HEAD if is_head else Form.PLAN_QUANT_STAFF


def _all(keys: Sequence[Sequence[str]]) -> Iterator[str]:
    return (each for row in keys for each in row)
