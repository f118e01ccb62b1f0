"""docs/operations.md states the bounds that the code has."""

from pathlib import Path

from portal.web import bounds

DOCS = Path(__file__).resolve().parents[3] / "docs" / "operations.md"


def test_the_monitoring_table_states_each_bound() -> None:
    table = DOCS.read_text().partition("## Monitoring")[2].partition("\n## ")[0]
    minutes, hours = 60, 3600
    stated = {
        f"{bounds.EVERY_ROUND_AGE.total_seconds() / minutes:.0f} minutes old",
        f"{bounds.NIGHTLY_AGE.total_seconds() / hours:.0f} hours (the nightly ones)",
        f"{bounds.AHEAD.total_seconds() / minutes:.0f} minutes ahead",
        f"more than {bounds.LETTER_AGE.total_seconds() / hours:.0f} hour",
        f"{bounds.LATE_DAYS} days after",
        f"{bounds.FREE_SHARE:.0%} and {bounds.FREE_BYTES / 1e6:.0f} MB".replace("%", " %"),
        f"once in {bounds.FULL_ANSWER_SECONDS} seconds",
    }

    assert {words for words in stated if words not in table} == set()
