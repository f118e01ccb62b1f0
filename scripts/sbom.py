"""Writes what the portal is made of as a CycloneDX document; `make sbom` calls this.

It is read from the lock, which names every package with its version and the digests of its
files, and needs no network.
"""

import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)(\[[\w,-]+\])?==(?P<version>[^\s;\\]+)", re.M)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def document(lock: str, *, serial: str) -> dict[str, Any]:
    """Return the bill of materials of a lock, its components in the lock's order.

    :param serial: a UUID that names this document.
    """
    entries = list(PINNED.finditer(lock))
    ends = [entry.start() for entry in entries[1:]] + [len(lock)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "suara-loket"}},
        "components": [
            _component(entry["name"], entry["version"], lock[entry.start() : end])
            for entry, end in zip(entries, ends, strict=True)
        ],
    }


def _component(name: str, version: str, text: str) -> dict[str, Any]:
    """Return one package; which of its files was installed depends on the machine."""
    purl = f"pkg:pypi/{name}@{version}"
    files = [
        {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": digest}]}
        for digest in DIGEST.findall(text)
    ]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "externalReferences": files,
    }


def serial_of(lock: str) -> str:
    """Return the same UUID for the same lock, so that a document can be made again and compared."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, lock))


def main(to: Path) -> None:
    """Write the document of the running portal's lock."""
    lock = (ROOT / "requirements.txt").read_text()
    text = json.dumps(document(lock, serial=serial_of(lock)), indent=1)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text + "\n")
    sys.stdout.write(f"{to}: {text.count('bom-ref')} packages\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
