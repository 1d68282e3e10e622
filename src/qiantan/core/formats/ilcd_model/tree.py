"""Walk through trees of named members."""

from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.figures import plain

Tree = dict[str, Any]
COMMON: Final = "http://lca.jrc.it/ILCD/Common"
OURS: Final = "urn:qiantan:dataset:1"


def get(tree: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at a path; None where a member is missing or no object."""
    for name in path:
        if not isinstance(tree, dict):
            return None
        tree = tree.get(name)
        if tree is None:
            return None
    return tree


def put(tree: Tree, path: tuple[str, ...], value: Any) -> None:
    """Set what stands at a path, making the objects on the way."""
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    tree[path[-1]] = value


def listed(node: Any) -> list[Any]:
    """Return a member that may stand once or several times as a list."""
    if node is None:
        return []
    return node if isinstance(node, list) else [node]


def single(nodes: list[Any]) -> Any:
    """Return one member as itself, several as a list."""
    return nodes[0] if len(nodes) == 1 else nodes


def text(node: Any) -> str:
    """Return the text of a member, which XML attributes may have turned into an object."""
    if type(node) is str:
        return node.strip()
    if isinstance(node, dict):
        node = node.get("#text", "")
    return node.strip() if isinstance(node, str) else "" if node is None else str(node)


def facts_node(facts: dict[str, str]) -> Tree:
    """Return our own facts as the formats' extension member ``common:other``."""
    return {"@xmlns:qt": OURS, "qt:fact": single([{"@name": name, "#text": value} for name, value in facts.items()])}


def facts_in(node: Any) -> dict[str, str]:
    """Return our own facts out of an extension member; what others put there is passed over."""
    other = node.get("common:other") if isinstance(node, dict) else None
    found: dict[str, str] = {}
    for member in listed(other):
        if isinstance(member, dict):
            for fact in listed(member.get("qt:fact")):
                if isinstance(fact, dict) and isinstance(fact.get("@name"), str):
                    found[fact["@name"]] = text(fact)
    return found


def real(value: Decimal) -> str:
    """Write a figure as the formats' real number."""
    return plain(value)
