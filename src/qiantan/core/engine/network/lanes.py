"""Sixteen figures as one value of the compiled loops; with `kernels`, the only place that knows the compiler.

A loop over sixteen lanes becomes vector code only where the compiler can prove that nothing it writes is read again, and
over arrays it cannot. A value of sixteen lanes stays in registers, whatever their width: `row` and `put` read and write
one row of an array (… × LANES), and in between it is added and multiplied like a single figure; a single figure beside
it stands for sixteen equal ones. `fused` rounds once, on every machine, so digits do not depend on the processor.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

LANES = 16  # two cache lines of float64, one of float32

_KINDS = {
    types.float64: (ir.DoubleType(), "f64", 8),
    types.float32: (ir.FloatType(), "f32", 4),
    types.uint32: (ir.IntType(32), "i32", 4),
}


class Lanes(types.Type):  # type: ignore[misc]
    """Sixteen figures of one kind: float64, float32 or uint32."""

    def __init__(self, kind) -> None:
        """Name the type by its kind: types of one name are one."""
        self.kind = kind
        super().__init__(name=f"Lanes({kind})")


@register_model(Lanes)
class _Register(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager, lanes) -> None:
        super().__init__(manager, lanes, _vector(lanes.kind))


def _vector(kind, lanes=LANES):
    return ir.VectorType(_KINDS[kind][0], lanes)


def _shuffled(builder, first, second, places):
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(ir.IntType(32), len(places)), places))


def _repeated(context, builder, value, given, kind):
    """Sixteen times the same figure, unless `value` has lanes already."""
    if isinstance(given, Lanes):
        return value
    none = ir.Constant(_vector(kind), ir.Undefined)
    one = builder.insert_element(none, context.cast(builder, value, given, kind), ir.Constant(ir.IntType(32), 0))
    return _shuffled(builder, one, none, [0] * LANES)


def _operation(count, emit):
    """Make a function of `count` arguments, lanes of one kind or single figures, from the code of one for lanes."""

    def typed(given):
        kinds = {one.kind for one in given if isinstance(one, Lanes)}
        if len(kinds) != 1:
            return None
        kind = kinds.pop()

        def code(context, builder, signature, values):
            pairs = zip(values, signature.args, strict=True)
            return emit(builder, kind, [_repeated(context, builder, value, one, kind) for value, one in pairs])

        return Lanes(kind)(*given), code

    shapes = {
        1: lambda _typing, a: typed((a,)),
        2: lambda _typing, a, b: typed((a, b)),
        3: lambda _typing, a, b, c: typed((a, b, c)),
        4: lambda _typing, a, b, c, d: typed((a, b, c, d)),
    }
    return intrinsic(shapes[count])


def _named(name):
    """Code of a function that the compiler's back end knows by name."""

    def emit(builder, kind, values):
        vector = _vector(kind)
        known = f"llvm.{name}.v{LANES}{_KINDS[kind][1]}"
        function = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(vector, [vector] * len(values)), known
        )
        return builder.call(function, values)

    return emit


def _either(real, whole):
    """Code of an operation that differs between real and whole numbers."""
    return lambda builder, kind, values: getattr(builder, whole if kind == types.uint32 else real)(*values)


def _larger(builder, _kind, values):
    """Code of the larger of two, where what is no number is larger than all."""
    a, b = values
    kept = builder.or_(builder.fcmp_ordered(">", b, a), builder.fcmp_unordered("uno", b, b))
    return builder.select(kept, b, a)


def _where_below(builder, _kind, values):
    """Code of a choice between the last two by whether the first is below the second."""
    a, b, yes, no = values
    return builder.select(builder.fcmp_ordered("<", a, b), yes, no)


fused = _operation(3, _named("fma"))
root = _operation(1, _named("sqrt"))
floor = _operation(1, _named("floor"))
magnitude = _operation(1, _named("fabs"))
larger = _operation(2, _larger)
where_below = _operation(4, _where_below)

for _symbol, _real, _whole in (
    (operator.add, "fadd", "add"),
    (operator.sub, "fsub", "sub"),
    (operator.mul, "fmul", "mul"),
    (operator.truediv, "fdiv", "udiv"),
    (operator.xor, "xor", "xor"),
    (operator.and_, "and_", "and_"),
    (operator.lshift, "shl", "shl"),
    (operator.rshift, "lshr", "lshr"),
):

    def _overloaded(symbol, made):
        @overload(symbol)
        def both(a, b):
            if isinstance(a, Lanes) or isinstance(b, Lanes):
                return lambda a, b: made(a, b)  # noqa: PLW0108 - the compiler wants a function written in Python
            return None

    _overloaded(_symbol, _operation(2, _either(_real, _whole)))


def _conversion(given, wanted, emit):
    @intrinsic
    def converted(_typing, a):
        if a != Lanes(given):
            return None

        def code(_context, builder, _signature, values):
            return emit(builder, values[0], _vector(wanted))

        return Lanes(wanted)(a), code

    return converted


doubled = _conversion(types.float32, types.float64, lambda builder, a, to: builder.fpext(a, to))
single = _conversion(types.float64, types.float32, lambda builder, a, to: builder.fptrunc(a, to))
counted = _conversion(types.uint32, types.float32, lambda builder, a, to: builder.uitofp(a, to))
truncated = _conversion(types.float32, types.uint32, lambda builder, a, to: builder.fptosi(a, to))
bits = _conversion(types.float32, types.uint32, lambda builder, a, to: builder.bitcast(a, to))
from_bits = _conversion(types.uint32, types.float32, lambda builder, a, to: builder.bitcast(a, to))


def _place(context, builder, signature, values):
    """Address of row `values[1]` of an array, as that of lanes."""
    kind = signature.args[0].dtype
    array = context.make_array(signature.args[0])(context, builder, values[0])
    at = builder.mul(
        context.cast(builder, values[1], signature.args[1], types.intp), ir.Constant(ir.IntType(64), LANES)
    )
    return builder.bitcast(builder.gep(array.data, [at]), _vector(kind).as_pointer()), _KINDS[kind][2]


def _is_rows(array):
    return isinstance(array, types.Array) and array.layout == "C" and array.dtype in _KINDS


@intrinsic
def row(_typing, array, at):
    """Return one row of an array (… × LANES)."""
    if not _is_rows(array):
        return None

    def code(context, builder, signature, values):
        place, align = _place(context, builder, signature, values)
        return builder.load(place, align=align)

    return Lanes(array.dtype)(array, at), code


@intrinsic
def put(_typing, array, at, lanes):
    """Write one row of an array (… × LANES)."""
    if not (_is_rows(array) and isinstance(lanes, Lanes) and lanes.kind == array.dtype):
        return None

    def code(context, builder, signature, values):
        place, align = _place(context, builder, signature, values)
        builder.store(values[2], place, align=align)
        return context.get_dummy_value()

    return types.void(array, at, lanes), code


@intrinsic
def repeated(_typing, figure):
    """Return lanes that all hold the same figure."""
    if figure not in _KINDS:
        return None

    def code(context, builder, _signature, values):
        return _repeated(context, builder, values[0], figure, figure)

    return Lanes(figure)(figure), code


@intrinsic
def added(_typing, lanes):
    """Return the sum of all lanes, by halves."""
    if not isinstance(lanes, Lanes):
        return None

    def code(_context, builder, _signature, values):
        left, width = values[0], LANES
        while width > 1:
            width //= 2
            low = _shuffled(builder, left, left, list(range(width)))
            left = builder.fadd(low, _shuffled(builder, left, left, list(range(width, 2 * width))))
        return builder.extract_element(left, ir.Constant(ir.IntType(32), 0))

    return lanes.kind(lanes), code
