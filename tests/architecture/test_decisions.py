"""Each decision in docs/adr has a number of its own, the same in its name and its heading."""

from collections import Counter
from pathlib import Path

DECISIONS = sorted((Path(__file__).resolve().parents[2] / "docs" / "adr").glob("*.md"))


def test_no_two_decisions_have_one_number() -> None:
    counted = Counter(path.name[:4] for path in DECISIONS)

    assert [number for number, times in counted.items() if times > 1] == []


def test_a_decisions_heading_has_the_number_of_its_file() -> None:
    wrong = [
        path.name
        for path in DECISIONS
        if not path.read_text().startswith(f"# {int(path.name[:4])}. ")
    ]

    assert wrong == []
