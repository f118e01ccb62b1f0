"""How the secrets of authenticator apps are stored: encrypted, in today's form and an older one.

Today's form is ``2:`` and the base64 of a nonce and AES-256-GCM: with another key it cannot be
opened, and that shows. The older one is the JSON of passlib 1: AES-256-CTR with a key and a
counter from PBKDF2; with another key it opens to a wrong secret, and nothing shows that.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = "2:"
NONCE_BYTES = 12
OLDER_COST_MOST = 20


class UnreadableSecret(ValueError):
    """A stored secret was made with another key, or is no stored secret."""


def key_material(secret_key: str) -> str:
    """Return the text both forms make their keys from, for one ``PORTAL_SECRET_KEY``."""
    return hmac.new(secret_key.encode(), b"authenticators", hashlib.sha256).hexdigest()


def is_older_form(stored: str) -> bool:
    """Return whether ``stored`` is in the form that does not show a wrong key."""
    return not stored.startswith(FORM)


def close_secret(secret: bytes, material: str) -> str:
    """Return ``secret`` encrypted for storage in today's form."""
    nonce = os.urandom(NONCE_BYTES)
    closed = nonce + AESGCM(_key(material)).encrypt(nonce, secret, None)
    return FORM + base64.b64encode(closed).decode()


def open_secret(stored: str, material: str) -> bytes:
    """Return the secret behind ``stored``, in either form.

    :raises UnreadableSecret: with another key (today's form only), or when it is malformed.
    """
    if is_older_form(stored):
        return _open_older(stored, material)
    try:
        closed = base64.b64decode(stored.removeprefix(FORM), validate=True)
        return AESGCM(_key(material)).decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecret from error


def _key(material: str) -> bytes:
    return hashlib.sha256(b"authenticator secrets 2\x00" + material.encode()).digest()


def _open_older(stored: str, material: str) -> bytes:
    try:
        closed = json.loads(stored)["enckey"]
        cost = int(closed["c"])
        if not 0 <= cost <= OLDER_COST_MOST:
            raise UnreadableSecret
        salt, secret = _base32(closed["s"]), _base32(closed["k"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableSecret from error
    made = hashlib.pbkdf2_hmac("sha256", material.encode(), salt, 1 << cost, 48)
    opened = Cipher(algorithms.AES(made[:32]), modes.CTR(made[32:])).decryptor()
    return opened.update(secret) + opened.finalize()


def _base32(text: str) -> bytes:
    """Return what ``text`` stands for; the older form leaves out the padding."""
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise UnreadableSecret from error
