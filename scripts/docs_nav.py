"""Tells MkDocs which decisions there are, so that a new one needs no line in mkdocs.yml."""

from pathlib import Path
from typing import Any

SECTION = "Decisions"


def on_config(config: Any) -> Any:
    """Fill the section of decisions with every page of docs/adr, the newest first."""
    folder = Path(config.docs_dir) / "adr"
    pages = [f"adr/{path.name}" for path in sorted(folder.glob("*.md"), reverse=True)]
    for entry in config.nav:
        if SECTION in entry:
            entry[SECTION] = pages
    return config
