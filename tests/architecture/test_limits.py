"""A view is never limited before its proof is looked at, unless it asks for none."""

import ast
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2] / "portal"
# Views that are limited before they work, because nobody proves anything there, and why.
WITHOUT_PROOF = {
    "open_box": "counted by the tablet's own secret, not by its network",
    "forgot": "asks for a letter; whoever has one uses its link, which is not limited",
}


def limited_views(tree: ast.AST) -> list[str]:
    """Return the functions that Flask-Limiter refuses before they are called."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("limiter.") for each in node.decorator_list)
    ]


def test_only_views_without_a_proof_are_limited_before_they_work() -> None:
    found = {
        view for path in PORTAL.rglob("*.py") for view in limited_views(ast.parse(path.read_text()))
    }

    assert found == set(WITHOUT_PROOF)


def test_a_limit_before_the_proof_is_noticed() -> None:
    leaky = "@blueprint.post('/t/')\n@limiter.limit('3 per hour')\ndef open_ticket(): ..."

    assert limited_views(ast.parse(leaky)) == ["open_ticket"]
