"""How TIDAS spells one dataset: a JSON object with one member, the dataset, whose attributes name the ILCD namespaces."""

from typing import Any, Final

from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.ilcd_model.package import ROOTS, Spelling
from qiantan.core.formats.ilcd_model.tree import COMMON, Tree
from qiantan.core.formats.markup import json_text, parse_json

_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATED: Final = ("processes", "flows")
_ECN: Final = "http://eplca.jrc.ec.europa.eu/ILCD/Extensions/2018/ECNumber"


def decode(content: bytes, root: str, faults: Faults) -> Tree | None:
    """Return the tree of one TIDAS file."""
    value = parse_json(content, faults)
    if value is None:
        return None
    tree: Any = value.get(root) if isinstance(value, dict) else None
    if not isinstance(tree, dict):
        found = ", ".join(value) if isinstance(value, dict) else type(value).__name__
        faults.add("DS-ROOT", found, expected=root)
        return None
    return tree


def encode(folder: str, tree: Tree) -> bytes:
    """Return one TIDAS file."""
    root = ROOTS[folder]
    name = root.removesuffix("DataSet")
    name = name[0].upper() + name[1:]
    space = f"http://lca.jrc.it/ILCD/{name}"
    head: Tree = {"@xmlns:common": COMMON, "@xmlns": space, "@xmlns:xsi": _INSTANCE, "@version": "1.1"}
    if folder == "flows":
        head["@xmlns:ecn"] = _ECN
    if folder in _LOCATED:
        head["@locations"] = "../ILCDLocations.xml"
    head["@xsi:schemaLocation"] = f"{space} ../../schemas/ILCD_{name}DataSet.xsd"
    return json_text({root: head | tree}).encode()


SPELLING: Final = Spelling(".json", "", decode, encode, demanding=True)
