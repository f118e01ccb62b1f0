"""Complaints as an insider sees them: places, transactions, brackets by the audit log, texts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from portal.privacy_audit.evidence import LOG, TEXTS, TrialEvidence, mark_of
from portal.privacy_audit.pairing import Item
from portal.privacy_audit.rows import RawRow, rows_of
from portal.privacy_audit.trial import moment_of
from portal.privacy_audit.visitors import FIRST_DAY, MINUTES_OF_A_DAY, MadeUpVisitor
from portal.privacy_audit.write_ahead_log import Written
from portal.storage.texts.key_file import TextUnreadable

# Tables with rows about a complaint, and which of them its writer made.
WRITERS_ROWS: Mapping[str, str] = {
    "complaint_event": "account_id",
    "complaint_message": "speaker",
    "complaint_appeal": "decided_by",
}
COMPARED = ("xmin", "ctid", "rowid")
# What the log tells of a complaint's own row, and of the first reply and appeal of its writer.
TOLD_BY_LOG = (LOG, "transaction in the log", *(f"{table}'s {LOG}" for table in TEXTS))
Knots = Sequence[tuple[float, float]]


def complaints(evidence: TrialEvidence) -> list[Item]:
    """Return every complaint with its writer, what it says in the clear, and its traces."""
    session = evidence.trial.session
    writers = {v.writing.complaint: v for v in evidence.trial.visitors if v.writing.complaint}
    beside = {
        table: _by_complaint(rows_of(session, table, key="sequence"), mark=mark, log=evidence.log)
        for table, mark in WRITERS_ROWS.items()
    }
    audit = _audit_knots(evidence)
    items = []
    for row in evidence.rows("complaint", key="code_hash"):
        text = _unlocked(evidence, row)
        if text not in writers:
            continue
        for table, rows in beside.items():
            for name, value in rows.get(row.values["id"], {}).items():
                row.traces[f"{table}'s {name}"] = value
        _add_moments(row, audit)
        items.append(_item(evidence, row, writer=writers[text], text=text))
    return items


def _item(evidence: TrialEvidence, row: RawRow, *, writer: MadeUpVisitor, text: str) -> Item:
    written = evidence.log.get(bytes(row.values["code_hash"]))
    if written is not None:
        row.traces["transaction in the log"] = written.transaction
    known = {
        "desk": row.values["desk_id"],
        "came": writer.night,
        "signature": row.values.get("signature"),
        "text": text,
        LOG: written is not None,
    }
    return Item(writer.number, said=writer.number, known=known, traces=row.traces)


def _unlocked(evidence: TrialEvidence, row: RawRow) -> str:
    """Return the text, which tells the truth about the writer; the insider does not read it."""
    try:
        return evidence.trial.vault.unlock(bytes(row.values["text"]))
    except TextUnreadable:
        return ""


def _by_complaint(
    rows: Sequence[RawRow], *, mark: str, log: Mapping[bytes, Written]
) -> dict[int, dict[str, Any]]:
    """Return the traces of each complaint's first row that its writer made."""
    found: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row.values["sequence"]):
        if row.values[mark] in {None, "citizen"}:
            traces = {name: row.traces[name] for name in COMPARED if name in row.traces}
            if "text" in row.values and mark_of(row) in log:
                traces[LOG] = log[mark_of(row)].position
            found.setdefault(row.values["complaint_id"], traces)
    return found


def _audit_knots(evidence: TrialEvidence) -> dict[str, Knots]:
    """Return, for each trace that acts of staff share with complaints, its values and minutes."""
    rows = rows_of(evidence.trial.session, "audit_entry", key="sequence")
    knots: dict[str, list[tuple[float, float]]] = {"xmin": [], "column id": []}
    for row in rows:
        minute = _minute(row.values["recorded_at"])
        if "xmin" in row.traces:
            knots["xmin"].append((row.traces["xmin"], minute))
        kind, _, number = row.values["subject"].partition(":")
        if kind == "complaint":
            knots["column id"].append((int(number), minute))
    return {name: sorted(values) for name, values in knots.items() if values}


def _add_moments(row: RawRow, audit: Mapping[str, Knots]) -> None:
    """Estimate the minute of a complaint from the acts of staff before and after it."""
    for name in [name for name in row.traces if name.removesuffix("xmin") != name]:
        if "xmin" in audit:
            row.traces[f"minute by {name}"] = _between(row.traces[name], audit["xmin"])
    if "column id" in audit:
        row.traces["minute by number"] = _between(row.values["id"], audit["column id"])


def _between(value: float, knots: Knots) -> float:
    values, minutes = zip(*knots, strict=True)
    return float(np.interp(value, values, minutes))


def _minute(moment: Any) -> float:
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    opening = moment_of(0)
    since = at.replace(tzinfo=opening.tzinfo) if at.tzinfo is None else at
    days = (since.date() - FIRST_DAY).days
    of_day = (since - moment_of(days * MINUTES_OF_A_DAY)).total_seconds() / 60
    return days * MINUTES_OF_A_DAY + of_day
