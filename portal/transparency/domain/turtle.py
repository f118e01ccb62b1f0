"""The catalogue in the other form that harvesters read: Turtle, from the nodes of its JSON-LD."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rdflib.term import Node

Triple = tuple["Node", "Node", "Node"]


def turtle(document: Mapping[str, Any]) -> str:
    """Return a JSON-LD document as Turtle.

    :param document: holds its context; each node has an ``@id``, each type a prefix.
    """
    from rdflib import Graph  # noqa: PLC0415 - takes 20 MB; only harvesters ask for this form

    graph: Graph = Graph(bind_namespaces="none")
    for prefix, address in document["@context"].items():
        graph.bind(prefix, address)
    for triple in _triples(document, words=document["@context"]):
        graph.add(triple)
    return graph.serialize(format="turtle")


def _triples(node: Mapping[str, Any], *, words: Mapping[str, str]) -> Iterator[Triple]:
    from rdflib import RDF, Literal, URIRef  # noqa: PLC0415 - as above

    subject = URIRef(node["@id"])
    for key, held in node.items():
        if key in {"@id", "@context"}:
            continue
        if key == "@type":
            yield subject, RDF.type, URIRef(_whole(held, words))
            continue
        predicate = URIRef(_whole(key, words))
        for each in held if isinstance(held, list) else [held]:
            if isinstance(each, str):
                yield subject, predicate, Literal(each)
            elif "@value" in each:
                kind = URIRef(_whole(each["@type"], words))
                yield subject, predicate, Literal(each["@value"], datatype=kind)
            else:
                yield subject, predicate, URIRef(each["@id"])
                yield from _triples(each, words=words)


def _whole(name: str, words: Mapping[str, str]) -> str:
    prefix, _, rest = name.partition(":")
    return f"{words[prefix]}{rest}"
