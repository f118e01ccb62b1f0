"""A form that is refused is shown again: no view leads away from what somebody typed into it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_files import ROOT

# Nothing is typed into these: ticked rows with a reason of a list; a file that was looked at.
WITHOUT_TEXT = {"bulk_do", "confirm of paper"}
PAPER = "portal/rating/paper/routes.py"


def leads_away(statement: ast.stmt) -> bool:
    """Return whether a statement answers with another page's address."""
    call = statement.value if isinstance(statement, ast.Return) else None
    if not isinstance(call, ast.Call):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "redirect" or name.lstrip("_").startswith("to_")


def asks_for_a_form(test: ast.expr) -> bool:
    """Return whether a condition holds where a form is not in order."""
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    refused = (each.operand for each in parts if isinstance(each, ast.UnaryOp))
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in {"validate", "validate_on_submit"}
        for each in refused
    )


def views_that_lose(source: str) -> Iterator[str]:
    """Yield the functions that answer a refused form with another page."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for each in ast.walk(function):
            if isinstance(each, ast.If) and asks_for_a_form(each.test) and leads_away(each.body[0]):
                yield function.name


def test_no_view_answers_a_refused_form_with_another_page() -> None:
    found = {
        f"{name} of paper" if path == ROOT / PAPER else name
        for path in sorted((ROOT / "portal").rglob("*routes.py"))
        for name in views_that_lose(path.read_text())
    }

    assert found == WITHOUT_TEXT


def test_a_view_that_loses_what_was_typed_is_found() -> None:
    lost = "def a():\n    if not form.validate_on_submit():\n        return redirect('/')\n"
    kept = lost.replace("redirect('/')", "_page(form)")

    assert list(views_that_lose(lost)) == ["a"]
    assert list(views_that_lose(lost.replace("redirect", "_to_page"))) == ["a"]
    assert list(views_that_lose(kept)) == []
    assert Path(ROOT / PAPER).is_file()
