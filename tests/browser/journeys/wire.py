"""Somebody of a story without a browser: the same pages and forms, sent over the wire."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.browser.journeys.characters import HOME, Character, Upload

LATER = {"kept", "keep"}
INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong"}


class OnTheWire(Character):
    """Somebody whose pages are fetched, read and sent without being drawn."""

    def __init__(self, name: str, client: FlaskClient, *, home: str) -> None:
        super().__init__(name)
        self.client = client
        self.home = home
        self.filled: dict[str, Any] = {}
        self.page: html.HtmlElement = html.fromstring("<main></main>")
        self.at = ""

    def signs_in(self, token: str) -> None:
        domain = self.home.rpartition("://")[2].partition(":")[0]
        self.client.set_cookie("staff", token, domain=domain)

    def opens(self, address: str = HOME) -> None:
        self._take(self.client.get(address, base_url=self.home, follow_redirects=True))

    def follows(self, *addresses: str) -> None:
        for address in addresses:
            found = [each for each in self._links() if _fits(each, address)]
            assert found, self.told(f"no link to {address}: {self._links()} {self.page_text}")
            self.clicks += 1
            self.opens(found[0].partition("#")[0])

    def follows_words(self, words: str) -> None:
        found = self.page.xpath(f"//main//a[normalize-space()='{words}']/@href")
        assert found, self.told(f"no link called {words}: {self.page_text}")
        self.clicks += 1
        self.opens(str(found[0]))

    def sends(self, action: str, **fields: str) -> None:
        self.filled |= fields
        forms = [each for each in self.page.forms if _is_sent_to(each, action)]
        assert forms, self.told(f"no form to {action}: {self.page_text}")
        self._send(forms[0])

    def fills(self, **fields: str) -> None:
        known = set(self._form().fields)
        assert set(fields) <= known, self.told(f"no fields {set(fields) - known}")
        self.filled |= fields

    def ticks(self, name: str) -> None:
        boxes = self._form().xpath(f".//input[@name='{name}']/@value")
        self.filled[name] = [str(each) for each in boxes]

    def picks(self, **fields: str) -> None:
        self.filled |= {name: [value] for name, value in fields.items()}

    def attaches(self, upload: Upload) -> None:
        name, kind, content = upload
        (field,) = self._form().xpath(".//input[@type='file']/@name")
        self.filled[field] = (BytesIO(content), name, kind)

    def downloads(self, action: str) -> bytes:
        self.clicks += 1
        (form,) = [each for each in self.page.forms if _is_sent_to(each, action)]
        answer = self.client.post(action, data=dict(form.form_values()), base_url=self.home)
        return answer.data

    def saves(self, **fields: str) -> None:
        self.fills(**fields)
        self._send(self._form())
        refused = self.page.find_class("error-summary")
        assert refused == [], self.told(" ".join(each.text_content() for each in refused))

    def is_refused(self, **fields: str) -> None:
        self.fills(**fields)
        self._send(self._form())
        assert self.page.find_class("error-summary"), self.told("not refused")

    def has_link(self, address: str) -> bool:
        return any(_fits(each, address) for each in self._links())

    def finds_nothing_at(self, address: str) -> None:
        status = self.client.get(address, base_url=self.home).status_code
        assert status == 404, self.told(f"{address}: {status}")

    @property
    def address(self) -> str:
        return self.at.partition("?")[0]

    @property
    def page_text(self) -> str:
        return " ".join("".join(_told_by(self.page.find(".//main"))).split())

    def _links(self) -> list[str]:
        return list(self.page.xpath("//main//a/@href"))

    def _form(self) -> Any:
        form = self.page.find(".//*[@id='form']")
        assert form is not None, self.told(f"no form: {self.page_text}")
        return form

    def _send(self, form: Any) -> None:
        fields = dict(form.form_values()) | self.filled
        for button in form.xpath(".//button[@name]"):
            if button.get("value") not in LATER and not button.get("formaction"):
                fields.setdefault(button.get("name"), button.get("value"))
        self.clicks += 1
        self.filled = {}
        action = form.get("action") or self.at
        self._take(self.client.post(action, data=fields, base_url=self.home, follow_redirects=True))

    def _take(self, answer: TestResponse) -> None:
        self.at = answer.request.full_path.rstrip("?")
        self.page = html.fromstring(answer.text)
        assert answer.status_code in {200, 422}, self.told(str(answer.status_code))


def _told_by(element: html.HtmlElement) -> Iterator[str]:
    """Give the words of an element; what stands on a line of its own stands apart."""
    gap = "" if element.tag in INLINE else " "
    yield gap + (element.text or "")
    for each in element:
        if isinstance(each.tag, str):
            yield from _told_by(each)
        yield each.tail or ""
    yield gap


def _is_sent_to(form: Any, action: str) -> bool:
    """Return whether a form is the wanted one: by its address, or by its ``#id``."""
    if action.startswith("#"):
        return bool(form.get("id") == action[1:])
    return _fits(form.get("action") or "", action)


def _fits(found: str, address: str) -> bool:
    """Return whether a link's address is the wanted one, which may be open at an end."""
    if address.startswith("*"):
        return found.endswith(address[1:])
    if address.endswith("*"):
        return found.startswith(address[:-1])
    return found == address
