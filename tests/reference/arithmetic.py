"""Plain arithmetic read from text: figures, names, + - * / and brackets; anything else is refused."""

import ast
import operator
from collections.abc import Mapping

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluated(expression: str, names: Mapping[str, float] | None = None) -> float:
    """Return the value of an expression; `names` holds the figures it may name. Raises ValueError."""
    return _value(ast.parse(expression, mode="eval").body, names or {})


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as figure) if not isinstance(figure, bool):
            return float(figure)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, names), _value(right, names))
    raise ValueError(f"not plain arithmetic: {ast.unparse(node)}")
