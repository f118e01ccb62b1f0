"""Nothing a reader can ask for, on any public page of the portal, ends in a failure."""

from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from portal.web.access import access_of

anything = st.text(max_size=40) | st.sampled_from(
    ["city", "disdukcapil-2", "..", "%00", "2026-10", "agencies", "\x00", "'", "=1+1", "id\n"]
)
# Half of the time an address is spelt right, so that the page behind it is reached.
likely = {
    "folder": st.sampled_from(["agencies", "units", "services", "desks"]),
    "code": st.sampled_from(["disdukcapil", "disdukcapil-2", "kel-melati", "ktp-baru"]),
    "period": st.just("2026-10"),
}
queries = st.dictionaries(
    st.sampled_from(["lang", "sort", "q", "agency", "desk", "v", "page"]) | anything,
    anything,
    max_size=4,
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "If-None-Match": st.sampled_from(["*", '"x"', 'W/"x"', '"', ",,"]),
        "If-Modified-Since": st.sampled_from(["yesterday", "Thu, 05 Nov 2099 00:00:00 GMT"]),
        "Accept-Encoding": st.sampled_from(["br", "gzip;q=0", "*", "x,,;"]),
        "Cookie": st.sampled_from(["lang=en", "lang=xx", "session=abc", "lang", "=;=;"]),
        "Range": st.sampled_from(["bytes=0-10", "bytes=9-1", "x"]),
    },
)


def public_rules(app: Flask) -> list[Rule]:
    rules = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if access is not None and access.is_public and "GET" in (rule.methods or ()):
            rules.append(rule)
    return rules


def spelt(data: st.DataObject, name: str) -> str:
    value = data.draw(likely.get(name, anything) | anything)
    return quote(value, safe="") or "x"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Databases differ in what they refuse to be asked."""
    return str(request.param)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_public_address_fails_whatever_it_is_asked(city: Flask) -> None:
    reader = city.test_client()
    rules = [rule for rule in public_rules(city) if rule.endpoint != "health.ready"]

    @given(data=st.data(), query=queries, sent=headers)
    @settings(max_examples=300, deadline=None, database=None)
    def answers(data: st.DataObject, query: dict[str, str], sent: dict[str, str]) -> None:
        rule = data.draw(st.sampled_from(rules))
        values = {name: spelt(data, name) for name in rule.arguments}
        path = rule.rule
        for name, value in values.items():
            start = path[: path.index(f"{name}>")].rindex("<")
            path = path[:start] + value + path[path.index(f"{name}>") + len(name) + 1 :]
        answer = reader.get(path, query_string=query, headers=sent)

        assert answer.status_code < 500, path

    answers()
