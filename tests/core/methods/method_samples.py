"""One way to fill each method, for the tests that hold for all of them: amount, parameters."""

from qiantan.core.quantities.units import Quantity, parse_quantity

_TEXTS = [
    ("fuel_combustion", "1234.5 t", {"ncv": "25 GJ/t", "carbon_content": "0.0264 tC/GJ", "oxidation": "98 %"}),
    ("fuel_combustion", "12 万Nm3", {"ncv": "389.31 GJ/万Nm3", "co2_factor": "56.1 tCO2/TJ", "ch4": "1 kg/TJ",
                                     "n2o": "0.1 kg/TJ"}),
    ("fuel_combustion", "900 t", {"ncv": "15 GJ/t", "carbon_share": "0.45 tC/t", "biogenic_share": "40 %",
                                  "ch4": "30 kg/TJ", "n2o": "4 kg/TJ"}),
    ("fuel_combustion", "5000 GJ", {"carbon_content": "0.02 tC/GJ"}),
    ("biogenic_uptake", "900 t", {"ncv": "15 GJ/t", "carbon_content": "0.03 tC/GJ", "biogenic_share": "40 %"}),
    ("clinker_calcination", "5000 t", {"cao": "65 %", "mgo": "1.5 %", "noncarbonate_cao": "1 %", "noncarbonate_mgo": "0.2 %"}),
    ("clinker_calcination", "5000 t", {"factor": "0.535 tCO2/t"}),
    ("noncarbonate_deduction", "200 t", {"factor": "0.48 tCO2/t"}),
    ("carbonate_decomposition", "300 t", {"factor": "0.4397 tCO2/t", "purity": "95 %", "fraction": "98 %"}),
    ("kiln_dust", "40 t", {"factor": "0.525 tCO2/t", "degree": "60 %"}),
    ("kiln_dust", "40 t", {"cao": "65 %", "mgo": "1.5 %", "noncarbonate_cao": "0.8 %", "degree": "60 %"}),
    ("carbon_balance", "1000 t", {"carbon_in": "0.05 tC/t", "reductant": "0.5 t/t", "reductant_carbon": "0.85 tC/t",
                                  "product": "1 t/t", "product_carbon": "0.07 tC/t", "biogenic_share": "10 %"}),
    ("anode_consumption", "411 t", {"sulphur": "2 %", "ash": "0.4 %"}),
    ("anode_effect_pfc", "1000 t", {"minutes": "0.2 min/槽日", "slope": "0.143 (kgCF4/t)/(min/槽日)",
                                    "weight_fraction": "0.121 kg/kg", "collection": "98 %"}),
    ("anode_effect_pfc", "1000 t", {"cf4": "0.02 kg/t", "c2f6": "0.0011 kg/t"}),
    ("transport", "200 t", {"distance": "150 km", "factor": "0.1 kgCO2e/(t·km)"}),
    ("transport", "3 万t·km", {"factor": "0.1 kgCO2e/(t·km)", "empty_return": "30 %"}),
    ("purchased_electricity", "120 万kWh", {"factor": "0.5777 kgCO2e/kWh"}),
    ("purchased_heat", "100 t", {"enthalpy": "2778 kJ/kg", "factor": "110 kgCO2/GJ"}),
    ("purchased_heat", "100 GJ", {"factor": "120 kgCO2e/GJ"}),
    ("direct_emission", "12 kg", {"hfc_32": "50 %", "hfc_125": "50 %"}),
    ("emission_factor", "30 台", {"factor": "12 kgCO2e/台", "ch4_biogenic": "0.1 kgCH4/台"}),
]  # fmt: skip

SAMPLES = [
    (name, parse_quantity(amount), {key: parse_quantity(text) for key, text in parameters.items()})
    for name, amount, parameters in _TEXTS
]


def scaled(amount: Quantity, factor: float) -> Quantity:
    """Return a multiple of an amount."""
    return Quantity(amount.value * factor, amount.unit)
