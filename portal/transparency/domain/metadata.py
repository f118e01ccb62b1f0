"""What search engines and catalogues learn about a page's figures (schema.org)."""

from collections.abc import Mapping
from typing import Any

LICENCE_NAME = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
DATA_TYPES = {"csv": "text/csv", "json": "application/json"}


def place_metadata(document: Mapping[str, Any], *, public_url: str, path: str) -> dict[str, object]:
    """Return a schema.org Dataset that describes the figures of a place.

    :param public_url: scheme and host of the portal; empty leaves addresses relative.
    """
    place, headline = document["place"], document["headline"]
    spans = [figure["period"] for figure in document["trend"]] or [headline["period"]]
    first, last = spans[0].partition("/")[0], spans[-1].rpartition("/")[2]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"IKM {place['name']}",
        "description": f"Indeks Kepuasan Masyarakat (IKM) {place['name']}, {first} - {last}.",
        "url": f"{public_url}{path}",
        "inLanguage": ["id", "en"],
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{first}/{last}",
        "version": document["release"]["edition"],
        "variableMeasured": "Indeks Kepuasan Masyarakat (IKM)",
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": mimetype,
                "contentUrl": f"{public_url}/{place['address']}.{ending}",
            }
            for ending, mimetype in DATA_TYPES.items()
        ],
    }
