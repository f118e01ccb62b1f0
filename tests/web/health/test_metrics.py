"""`/metrics`: which figures there are, that no label says anything of a person, who may read it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry, values
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from portal.cli.job_probes import RHYTHMS
from portal.rating.limits.allowances import Limit
from portal.web import counting, metrics
from portal.web.health import probes_of
from portal.web.metrics import Reading, register_reading
from tests.web.complaints.pages import code_of, follow, send
from tests.web.rating.conftest import POSTER, Citizen, City

BOUNDS = {str(bound) for bound in counting.BUCKETS} | {"+Inf"}


@pytest.fixture
def counted(
    tmp_path: Path, make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> Flask:
    """A portal that counts as under gunicorn, with counters of its own."""
    folder = tmp_path / "counters"
    folder.mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
    monkeypatch.setattr("prometheus_client.metrics.values.ValueClass", values.MultiProcessValue())
    registry = CollectorRegistry()
    for name in ("REQUESTS", "SECONDS", "REFUSALS"):
        old = getattr(counting, name)
        extra = {"buckets": counting.BUCKETS} if name == "SECONDS" else {}
        new = type(old)(old._name, old._documentation, old._labelnames, registry=registry, **extra)
        monkeypatch.setattr(counting, name, new)
    return make_app(OPEN_NETWORK_PER_DAY="1", MAIL_URL="smtp://localhost")


def figures(app: Flask) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(app: Flask, name: str, **labels: str) -> float:
    return figures(app)[f"suara_loket_{name}", frozenset(labels.items())]


def test_requests_are_counted_by_endpoint_and_class(counted: Flask) -> None:
    client = counted.test_client()
    for path in ("/healthz", "/healthz", "/r/UNKNOWN7?who=budi", "/nowhere/budi"):
        client.get(path)
    client.get("/readyz")

    labels = {"endpoint": "health.alive", "class": "2xx"}
    assert value(counted, "requests_total", **labels) == 2
    assert value(counted, "requests_total", **{"endpoint": "none", "class": "4xx"}) == 1
    assert value(counted, "requests_total", **{"endpoint": "health.ready", "class": "5xx"}) == 1
    assert value(counted, "request_seconds_count", area="health") == 3


def test_a_page_that_is_held_ready_counts_as_its_own(counted: Flask) -> None:
    for _ in range(5):
        assert counted.test_client().get("/methodology").status_code == 200

    labels = {"endpoint": "transparency.methodology", "class": "2xx"}
    assert value(counted, "requests_total", **labels) == 5
    assert value(counted, "request_seconds_count", area="transparency") == 5


def test_a_page_that_leaves_no_trace_is_not_counted(counted: Flask) -> None:
    client = counted.test_client()
    for address in ("", "/1", "/strike"):
        assert client.get(f"/admin/performance/colleagues{address}").status_code == 302
        client.post(f"/admin/performance/colleagues{address}")
    client.get("/admin/performance")

    told = {dict(labels).get("endpoint") for _, labels in figures(counted)}
    assert "plans.index" in told
    assert {each for each in told if each and each.startswith("colleagues")} == set()


def test_nobody_reads_from_the_counters_when_a_complaint_came(counted: Flask) -> None:
    """A complaint waits outside the database so that nothing holds its moment; nor do counters."""
    City(counted)
    client = counted.test_client()
    code = code_of(send(client))
    assert follow(client, code).status_code == 200
    client.get("/complaints/")

    told = {dict(labels).get("endpoint") for _, labels in figures(counted)}
    assert {each for each in told if each and each.startswith("complaints")} == {
        "complaints.overview"
    }
    assert value(counted, "request_seconds_count", area="complaints") == 1


def test_nobody_reads_from_the_counters_when_a_complaint_was_refused(counted: Flask) -> None:
    """Not that too many were written, nor that a code was guessed; a wrong ticket is counted."""
    City(counted)
    client = counted.test_client()
    assert [send(client).status_code for _ in range(2)][-1] == 429
    codes = [follow(client, f"{number:016d}").status_code for number in range(70)]
    tickets = [client.get(f"/t/{number:016}").status_code for number in range(70)]

    assert {codes[-1], tickets[-1]} == {429}
    refused = {dict(labels).get("limit") for _, labels in figures(counted)} - {None}
    assert refused == {"rating.ticket"}


def test_an_app_that_raises_counts_as_5xx(counted: Flask) -> None:
    def fall(environ: object, start: object) -> list[bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        counting.CountedRequests(fall, is_untold=lambda _: False)({}, None)

    assert value(counted, "requests_total", **{"endpoint": "none", "class": "5xx"}) == 1


def test_no_label_says_anything_of_a_person(counted: Flask) -> None:
    City(counted)
    for _ in range(3):
        Citizen(counted).rate(f"/r/{POSTER}")
    counted.test_client().get("/nowhere/budi", headers={"User-Agent": "budi"})
    counted.test_client().post("/admin/sign-in", data={"identity": "budi@contoh.test"})
    register_reading(counted, Reading("one", "One figure.", lambda: {"": 1.0}))
    endpoints = {rule.endpoint for rule in counted.url_map.iter_rules()} | {"none"}
    allowed = {
        "endpoint": endpoints,
        "class": {"2xx", "3xx", "4xx", "5xx"},
        "area": {endpoint.partition(".")[0] for endpoint in endpoints},
        "le": BOUNDS,
        "limit": endpoints | set(Limit),
        "job": set(RHYTHMS),
        "state": {"waiting", "given_up", "tries"},
        "part": {probe.name for probe in probes_of(counted)},
    }

    found = figures(counted)

    assert {label for _, labels in found for label, _ in labels} >= {"endpoint", "limit", "part"}
    for _, labels in found:
        for label, word in labels:
            assert word in allowed[label]
    names = {name for name, _ in found}
    assert all(name.startswith("suara_loket_") for name in names)
    assert found["suara_loket_refusals_total", frozenset({("limit", "network")})] == 2


def test_the_queue_is_rounded_so_that_no_single_rating_shows(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for waiting, told in ((0, 0), (9, 0), (10, 10), (129, 120)):
        monkeypatch.setattr("portal.rating.install.waiting_ratings", lambda _, n=waiting: n)
        assert value(app, "sealed_ratings") == told


def test_a_figure_that_cannot_be_read_hides_no_other(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    register_reading(app, Reading("broken", "Fails.", lambda: {}["budi"]))

    names = {name for name, _ in figures(app)}

    assert "suara_loket_part_ok" in names
    assert "suara_loket_broken" not in names
    assert "figure not read: name=broken kind=KeyError" in caplog.messages


def test_jobs_and_letters_have_their_figures(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert 0 <= value(app, "job_age_seconds", job="mix") < 600
    assert value(app, "letters", state="waiting") == 0


def test_while_the_first_look_is_under_way_parts_are_left_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "full_look", lambda _: None)

    assert "suara_loket_part_ok" not in {name for name, _ in figures(app)}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Via"])
def test_for_a_stranger_the_address_does_not_exist(app: Flask, header: str) -> None:
    client = app.test_client()

    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"}).status_code == 404


def test_two_workers_add_up(counted: Flask, tmp_path: Path) -> None:
    counted.test_client().get("/healthz")
    (file,) = (tmp_path / "counters").glob("counter_*.db")
    file.with_name("counter_999999.db").write_bytes(file.read_bytes())
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(tmp_path / "counters"))

    labels = {"endpoint": "health.alive", "class": "2xx"}
    assert value(counted, "requests_total", **labels) == 2
    assert registry.get_sample_value("suara_loket_requests_total", labels) == 2
