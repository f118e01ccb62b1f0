"""A view is never limited before its proof is looked at, unless it asks for none."""

import ast

from tests.architecture.source_files import (
    PORTAL,
    ROOT,
    nodes,
    parsed,
    portal_files,
    syntax,
    text_of,
)

# Views that are limited before they work, because nobody proves anything there, and why.
WITHOUT_PROOF = {
    "open_box": "counted by the tablet's own secret, not by its network",
    "forgot": "asks for a letter; whoever has one uses its link, which is not limited",
}


def limited_views(tree: ast.Module) -> list[str]:
    """Return the functions that Flask-Limiter refuses before they are called."""
    return [
        node.name
        for node in nodes(tree, ast.FunctionDef)
        if any(ast.unparse(each).startswith("limiter.") for each in node.decorator_list)
    ]


def test_only_views_without_a_proof_are_limited_before_they_work() -> None:
    found = {view for path in portal_files() for view in limited_views(parsed(path))}

    assert found == set(WITHOUT_PROOF)


def test_a_limit_before_the_proof_is_noticed() -> None:
    leaky = "@blueprint.post('/t/')\n@limiter.limit('3 per hour')\ndef open_ticket(): ..."

    assert limited_views(ast.parse(leaky)) == ["open_ticket"]


# Every counter by which somebody can be refused, with the proofs that
# ``tests/web/rating/test_neighbours.py`` sends after neighbours have used it up, or why none can.
COUNTERS: dict[str, tuple[str, ...] | str] = {
    "accounts/links/routes.py: '20 per hour'": "a letter is asked for; its link is not limited",
    "accounts/refusals/throttle.py: 'password'": (
        "password at a known device",
        "password with the app's code",
        "password with a recovery code",
    ),
    "accounts/refusals/throttle.py: what, 'account'": ("password with the app's code",),
    "accounts/refusals/throttle.py: what, lane": ("password with a recovery code",),
    "complaints/intake/routes.py: 'act of a complaint'": ("follow code, a reply",),
    "complaints/intake/write_routes.py: 'complaint'": "nobody proves anything; texts stay",
    "complaints/intake/routes.py: 'follow code'": ("follow code",),
    "evaluation/recognition/public_routes.py: 'certificate code'": ("code of a certificate",),
    "rating/questionnaire/api_routes.py: 'call of a machine'": ("machine key",),
    "rating/questionnaire/api_routes.py: 'machine key'": ("machine key",),
    "rating/questionnaire/sending.py: open_channel.charge": "a poster proves nothing",
    "rating/questionnaire/sending.py: presence_cap.charge_phone": ("grant of the screen",),
    "rating/questionnaire/sending.py: presence_cap.charge_tablet": ("tablet's form",),
    "rating/questionnaire/kiosk_queue_routes.py: BOXES": ("tablet's box",),
    "rating/questionnaire/kiosk_routes.py: 'pairing code'": ("pairing code of a tablet",),
    "rating/questionnaire/presence_routes.py: presence_cap.charge_grant": ("code of the screen",),
    "rating/questionnaire/presence_routes.py: 'pairing code'": ("pairing code of a screen",),
    "rating/questionnaire/ticket_routes.py: 'ticket'": ("ticket, looked at", "ticket"),
}
COUNTING = {"is_guessing", "is_too_often", "uses", "count_attempt", "GuessBound"}
# The ways of counting themselves, and the trial of ``flask privacy check``.
WAYS = ("web/guessing.py", "privacy_audit/", "rating/limits/")
NEIGHBOURS = ROOT / "tests" / "web" / "rating" / "test_neighbours.py"


def counters(source: str) -> set[str]:
    """Return by which words the calls of a file count, or which charge they make."""
    found = set()
    for node in nodes(syntax(source), ast.Call):
        if not node.args:
            continue
        called = ast.unparse(node.func)
        if called.rpartition(".")[2].startswith("charge") and "rating_state()" in called:
            found.add(called.partition(".")[2])
        elif called in COUNTING - {"count_attempt"} or called.startswith("limiter.limit"):
            first = node.args[0]
            named = first.elts[:2] if isinstance(first, ast.Tuple) else [first]
            is_word = isinstance(named[0], ast.Constant) or len(named) == 1
            found.add(", ".join(ast.unparse(each) for each in named[: 1 if is_word else 2]))
    return found


def test_every_limit_has_a_good_proof_that_passes_after_neighbours() -> None:
    """A new limiter gets its row here, and its good proof in the test of neighbours."""
    found = {
        f"{path.relative_to(PORTAL)}: {word}"
        for path in portal_files()
        if not str(path.relative_to(PORTAL)).startswith(WAYS)
        for word in counters(text_of(path))
    }
    (proofs,) = (
        node.value
        for node in nodes(parsed(NEIGHBOURS), ast.AnnAssign)
        if ast.unparse(node.target) == "GOOD_PROOFS"
    )
    assert isinstance(proofs, ast.Dict)
    sent = {ast.literal_eval(key) for key in proofs.keys if key is not None}

    assert found == set(COUNTERS)
    needed = [rows for rows in COUNTERS.values() if not isinstance(rows, str)]
    assert {row for rows in needed for row in rows} == sent


def test_a_new_limiter_without_a_row_is_noticed() -> None:
    new = "def view():\n    if is_guessing('badge', most=3): ...\n"
    new += "    rating_state().badge_cap.charge_badge(1)\n    GuessBound(('badge', who), 3)"

    assert counters(new) == {"'badge'", "badge_cap.charge_badge"}
