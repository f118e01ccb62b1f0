"""What publiccode.yml 0.4 asks for, as a JSON Schema of the keys that the portal's file uses."""

from typing import Any

Schema = dict[str, Any]
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
ADDRESS = r"^https?://[^\s/]+\S*$"
TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}


def one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def record(required: tuple[str, ...], /, **keys: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": keys,
        "additionalProperties": False,
    }


# The vocabularies hold far more; these are the words of them that fit a portal of this kind.
CATEGORIES = one_of(
    "business-intelligence",
    "compliance-management",
    "customer-service-and-support",
    "data-analytics",
    "data-collection",
    "data-visualization",
    "digital-citizenship",
    "employee-management",
    "feedback-and-reviews-management",
    "hr",
    "service-desk",
    "survey",
    "whistleblowing",
)
SCOPES = one_of("local-authorities", "society", "welfare", "healthcare")
PLATFORMS = one_of("web", "windows", "mac", "linux", "ios", "android")
DEPENDENCY = record(
    ("name",),
    name=TEXT,
    versionMin=TEXT,
    versionMax=TEXT,
    version=TEXT,
    optional={"type": "boolean"},
)
CONTACT = record(("name",), name=TEXT, email=TEXT, phone=TEXT, affiliation=TEXT)
CONTRACTOR = record(
    ("name", "until"), name=TEXT, until=matching(DATE), email=TEXT, website=matching(ADDRESS)
)
DESCRIPTION = record(
    ("shortDescription", "longDescription", "features"),
    localisedName=TEXT,
    shortDescription={"type": "string", "minLength": 1, "maxLength": 150},
    longDescription={"type": "string", "minLength": 150, "maxLength": 10_000},
    documentation=matching(ADDRESS),
    apiDocumentation=matching(ADDRESS),
    features=TEXTS,
    screenshots={"type": "array", "items": matching(r"^[^/].*\.(png|jpg)$"), "minItems": 1},
)
MAINTENANCE: Schema = {
    **record(
        ("type",),
        type=one_of("internal", "contract", "community", "none"),
        contractors={"type": "array", "items": CONTRACTOR, "minItems": 1},
        contacts={"type": "array", "items": CONTACT, "minItems": 1},
    ),
    "allOf": [
        {
            "if": {"properties": {"type": one_of("internal", "community")}},
            "then": {"required": ["contacts"]},
        },
        {
            "if": {"properties": {"type": one_of("contract")}},
            "then": {"required": ["contractors"]},
        },
    ],
}
SCHEMA = record(
    (
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ),
    publiccodeYmlVersion=matching(r"^0\.[4-9](\.\d+)?$"),
    name=TEXT,
    url=matching(ADDRESS),
    landingURL=matching(ADDRESS),
    softwareVersion=TEXT,
    releaseDate=matching(DATE),
    platforms={
        "type": "array",
        "items": one_of("web", "windows", "mac", "linux", "ios", "android"),
    },
    categories={"type": "array", "items": CATEGORIES, "minItems": 1, "uniqueItems": True},
    usedBy=TEXTS,
    roadmap=matching(ADDRESS),
    developmentStatus=one_of("concept", "development", "beta", "stable", "obsolete"),
    softwareType=one_of(
        *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
        "addon",
        "library",
        "configurationFiles",
    ),
    intendedAudience=record(
        (),
        countries={"type": "array", "items": matching("^[a-z]{2}$")},
        unsupportedCountries={"type": "array", "items": matching("^[a-z]{2}$")},
        scope={"type": "array", "items": SCOPES},
    ),
    description={
        "type": "object",
        "minProperties": 1,
        "patternProperties": {LANGUAGE: DESCRIPTION},
        "additionalProperties": False,
    },
    legal=record(
        ("license",), license=TEXT, mainCopyrightOwner=TEXT, repoOwner=TEXT, authorsFile=TEXT
    ),
    maintenance=MAINTENANCE,
    localisation=record(
        ("localisationReady", "availableLanguages"),
        localisationReady={"type": "boolean"},
        availableLanguages={"type": "array", "items": matching(LANGUAGE), "minItems": 1},
    ),
    dependsOn=record(
        (),
        open={"type": "array", "items": DEPENDENCY},
        proprietary={"type": "array", "items": DEPENDENCY},
        hardware={"type": "array", "items": DEPENDENCY},
    ),
)
