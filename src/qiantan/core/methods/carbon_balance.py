"""CO2 by carbon mass balance: the carbon that goes in and does not come out in products has become CO2.

Formula: ``CO2 = amount × (Σ in − Σ out) × 44/12``. Each stream is either a total (``carbon_in``, ``carbon_out``) or a named
stream: its mass per unit of the amount times its carbon share.
Units: amount t (output of the process, or the input itself); totals tC/t; streams t/t; carbon shares tC/t; biogenic share
of the carbon going in 0…1.
Source: 企业温室气体排放核算与报告指南 (钢铁、铁合金、电石、工业硅), 原料碳平衡; Regulation (EU) 2018/2066 article 25.
Limits: carbon leaving as CO or CH4 counts as CO2; the biogenic share is applied to the whole difference. A negative
difference is reported as it is: the conformity check on the carbon balance questions it.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import CO2_PER_CARBON, KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

INPUTS = {
    "reductant": Text("还原剂", "reductant"),
    "electrode": Text("电极", "electrode"),
    "flux": Text("熔剂", "flux"),
    "raw_material": Text("含碳原料", "raw material"),
}
OUTPUTS = {
    "product": Text("产品", "product"),
    "by_product": Text("副产品", "by-product"),
    "residue": Text("渣和粉尘", "slag and dust"),
}


def carbon_balance(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CO2, fossil and biogenic, of the carbon that does not leave in products."""
    into = _sum(sheet, "in", Text("带入碳", "carbon in"), "carbon_in", INPUTS)
    out = _sum(sheet, "out", Text("带出碳", "carbon out"), "carbon_out", OUTPUTS)
    value = sheet.amount * (into - out) * CO2_PER_CARBON
    label = Text("CO2 排放量", "CO2 emitted")
    co2 = sheet.step("co2", label, "{amount} × ({in} − {out}) × 44/12", value, "tCO2")
    if "biogenic_share" not in sheet:
        return {"co2_fossil": co2 * KG_PER_T}
    part_label = Text("其中生物源 CO2", "of which biogenic CO2")
    part = sheet.step("co2_biogenic", part_label, "{co2} × {biogenic_share}", co2 * sheet["biogenic_share"], "tCO2")
    return {"co2_fossil": (co2 - part) * KG_PER_T, "co2_biogenic": part * KG_PER_T}


def _sum(sheet: Worksheet, name: str, label: Text, total: str, streams: dict[str, Text]) -> Number:
    """Carbon of one side per unit of the amount: the total and every stream given."""
    given = [stream for stream in streams if stream in sheet]
    lines = ([f"{{{total}}}"] if total in sheet else []) + [f"{{{each}}} × {{{each}_carbon}}" for each in given]
    value = sheet.get(total, 0.0)
    for each in given:
        value += sheet[each] * sheet[f"{each}_carbon"]
    return sheet.step(name, label, " + ".join(lines) or "0", value, "tC/t")


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    found = []
    if not given & {"carbon_in", *INPUTS}:
        found.append(
            Text(
                "请给出带入碳总量（carbon_in）或至少一股含碳输入。",
                "Give the total carbon going in (carbon_in) or at least one input stream.",
            )
        )
    for stream, title in (INPUTS | OUTPUTS).items():
        if (stream in given) != (f"{stream}_carbon" in given):
            found.append(
                Text(f"{title.zh}的用量与含碳量应同时给出。", f"Give both amount and carbon share of the {title.en}.")
            )
    return tuple(found)


def _streams() -> tuple[ParameterSpec, ...]:
    return tuple(
        spec
        for stream, title in (INPUTS | OUTPUTS).items()
        for spec in (
            ParameterSpec(stream, Text(f"{title.zh}用量", f"{title.en} amount"), "t/t", high=100),
            ParameterSpec(
                f"{stream}_carbon",
                Text(f"{title.zh}含碳量", f"{title.en} carbon share"),
                "tC/t",
                high=1,
                also=("t/t",),
            ),
        )
    )


METHOD = Method(
    name="carbon_balance",
    title=Text("碳平衡", "Carbon mass balance"),
    source="企业温室气体排放核算与报告指南；Regulation (EU) 2018/2066, article 25",
    clause="碳质量平衡法",
    amount=Text("数量", "amount"),
    units=("t",),
    parameters=(
        ParameterSpec("carbon_in", Text("带入碳总量", "total carbon in"), "tC/t", high=100, also=("t/t",)),
        ParameterSpec("carbon_out", Text("带出碳总量", "total carbon out"), "tC/t", high=100, also=("t/t",)),
        *_streams(),
        ParameterSpec("biogenic_share", Text("生物源碳占比", "biogenic share"), "ratio", high=1),
    ),
    function=carbon_balance,
    missing=_missing,
)
