"""Studies of several plants in one network: a plant's product carries what its supplier's own study says."""

import subprocess
import sys

import pytest
from tests.factories.studies import bought, emitted, footprint, output, process, study

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.network import NetworkError, from_studies, solve_with


def lime():
    return study(process("kiln", output("lime", "500 t"), emitted("co2_fossil", "600 t")), unit="1 kg", of="kiln")


def steel():
    """1000 t of steel from 900 t of direct CO2 and 40 t of lime, booked at 2 kg CO2e per kg from a table."""
    return study(
        process(
            "furnace", output("steel", "1000 t"), emitted("co2_fossil", "900 t"), bought("lime", "40 t", factor="table")
        ),
        factors=[footprint("table", per="kg", co2e="2")],
        unit="1 t",
        of="furnace",
    )


def test_an_exchange_linked_to_another_study_carries_its_footprint():
    """900 kg direct; 40 kg of lime at 2 kg CO2e from the table, at 1.2 kg CO2e from the supplier's own study."""
    plants = {"lime": lime(), "steel": steel()}
    exchange = next(entry.id for entry in calculate(plants["steel"]).entries if entry.name.zh == "lime")

    linked = from_studies(plants, {f"steel/{exchange}": "lime"})
    footprints = linked.footprints(solve_with(linked.network).scores(linked.burden).value)

    assert calculate(plants["steel"]).total == pytest.approx(980.0, rel=1e-14)
    assert footprints == pytest.approx([1.2, 948.0], rel=1e-14)
    assert linked.network.ids == ("lime/kiln", "steel/furnace")


def test_no_studies_are_an_empty_network():
    nothing = from_studies({})

    assert nothing.network.size == 0
    assert nothing.footprints(solve_with(nothing.network).scores(nothing.burden).value).tolist() == []


def test_unknown_names_are_refused_together():
    with pytest.raises(NetworkError) as caught:
        from_studies({"lime": lime()}, {"lime/none": "nobody"})

    assert caught.value.processes == ("lime/none", "nobody")


def test_the_small_engine_never_imports_the_compiler():
    code = "import sys, qiantan.core.engine.calculate; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
