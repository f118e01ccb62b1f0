"""Nothing that an exception, a form or an address says in words is handed to a log."""

import ast
from collections.abc import Iterator

from tests.architecture.source_files import PORTAL, nodes, portal_files, syntax, text_of

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
# Of a request only the endpoint may be named: a fixed word of the code.
OF_A_REQUEST = {"endpoint"}


def log_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in nodes(tree, ast.Call):
        if isinstance(node.func, ast.Attribute):
            of = node.func.value
            is_log = isinstance(of, ast.Name) and of.id in {"log", "logger"}
            if node.func.attr in LEVELS and (is_log or getattr(of, "attr", "") == "logger"):
                yield node


def caught_names(tree: ast.Module) -> set[str]:
    return {node.name for node in nodes(tree, ast.ExceptHandler) if node.name}


def says_an_error(argument: ast.expr, names: set[str]) -> bool:
    """Whether the words of a caught error are shown: itself, or ``str``/``repr`` of it."""
    if isinstance(argument, ast.Call) and getattr(argument.func, "id", "") in {"str", "repr"}:
        argument = argument.args[0]
    return isinstance(argument, ast.Name) and argument.id in names


def says_a_request(argument: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and getattr(node.value, "id", "") == "request"
        and node.attr not in OF_A_REQUEST
        for node in ast.walk(argument)
    )


def faults(source: str) -> list[int]:
    tree = syntax(source)
    names = caught_names(tree)
    return [
        call.lineno
        for call in log_calls(tree)
        if not isinstance(call.args[0], ast.Constant)
        or any(says_an_error(each, names) or says_a_request(each) for each in call.args[1:])
    ]


def test_log_calls_have_fixed_words_and_no_words_of_errors_or_requests() -> None:
    found = {
        f"{path.relative_to(PORTAL)}:{line}"
        for path in portal_files()
        for line in faults(text_of(path))
    }

    assert found == set()


def test_the_check_finds_each_kind() -> None:
    broken = (
        'log.error(f"failed {error}")',
        'log.error("a %s", error)',
        'log.error("a %s", str(error))',
        'log.info("a %s", request.path)',
        'current_app.logger.warning("a %s", repr(error))',
    )
    whole = ('log.error("a %s", type(error).__name__, exc_info=error)',)
    template = "try:\n    pass\nexcept OSError as error:\n    {}\n"

    assert [faults(template.format(line)) for line in broken] == [[4]] * len(broken)
    assert [faults(template.format(line)) for line in whole] == [[]]
    assert faults('log.error("a %s", request.endpoint)') == []
