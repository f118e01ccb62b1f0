"""Labels of kinds of refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.refusals.domain import Refusal

REFUSAL_NAMES: dict[Refusal, Any] = {
    Refusal.PASSWORD: _l("Kata sandi salah"),
    Refusal.CODE: _l("Kode autentikator atau kode pemulihan salah"),
    Refusal.PAGE: _l("Halaman yang tidak boleh dibuka"),
}
