"""Run by the Python of `.venv-peers`, never by ours: bw2calc on matrices from a file, figures on standard output.

    python peer_bw2calc.py matrices.npz task

Tasks: `adjoint` and `forward` score products with the fastest class; `montecarlo` draws one product with the iterative
class. Prints one JSON object: seconds and scores.
"""

import json
import sys
import time
import warnings

import bw2calc
import bw_processing
import numpy as np

warnings.simplefilter("ignore")
FORWARD = 100  # products of the forward direction; the rest is extrapolated
DRAWS = 12


def package(stored, *, uncertain: bool):
    """A datapackage of the matrices, with log-normal uncertainty on request."""
    made = bw_processing.create_datapackage(sum_intra_duplicates=True)
    for matrix, name in (("technosphere", "technosphere_matrix"), ("biosphere", "biosphere_matrix")):
        indices = np.zeros(stored[f"{matrix}_row"].size, dtype=bw_processing.INDICES_DTYPE)
        offset = 10**6 if matrix == "biosphere" else 0
        indices["row"], indices["col"] = stored[f"{matrix}_row"] + offset, stored[f"{matrix}_col"]
        value, sigma = stored[f"{matrix}_value"], stored[f"{matrix}_sigma"]
        more = {"distributions_array": _distributions(value, sigma)} if uncertain else {}
        made.add_persistent_vector(matrix=name, indices_array=indices, data_array=value, name=matrix, **more)
    flows = np.flatnonzero(stored["factors"])
    indices = np.zeros(flows.size, dtype=bw_processing.INDICES_DTYPE)
    indices["row"], indices["col"] = flows + 10**6, 1
    made.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=indices,
        data_array=stored["factors"][flows],
        name="factors",
        global_index=1,
        identifier=["test", "co2e"],
    )
    return made


def _distributions(value, sigma):
    made = np.zeros(value.size, dtype=bw_processing.UNCERTAINTY_DTYPE)
    varies = (sigma > 0) & (value != 0)
    made["uncertainty_type"] = np.where(varies, 2, 0)
    made["loc"] = np.where(varies, np.log(np.abs(np.where(value == 0, 1.0, value))), value)
    made["scale"] = np.where(varies, sigma, np.nan)
    made["shape"] = made["minimum"] = made["maximum"] = np.nan
    made["negative"] = value < 0
    return made


def scores(stored, direction: str):
    """Seconds and scores of products with the fastest class."""
    size = int(stored["size"])
    # The adjoint direction scores every product whatever is demanded; one demand costs it least.
    products = np.arange(1 if direction == "adjoint" else FORWARD)
    demands = {str(product): {int(product): 1} for product in products}
    data = [package(stored, uncertain=False)]
    start = time.perf_counter()
    lca = bw2calc.FastScoresOnlyMultiLCA(
        demands=demands,
        method_config={"impact_categories": [("test", "co2e")]},
        data_objs=data,
        direction=direction,
        **({} if direction == "adjoint" else {"chunk_size": 50}),
    )
    lca._load_datapackages()  # noqa: SLF001 - to time loading apart from solving
    lca.build_precalculated()
    loaded = time.perf_counter()
    result = lca.calculate()
    seconds = time.perf_counter() - loaded
    further = 0.0
    if direction == "forward":
        # The factors are kept: what further products cost is a second round without the factorisation.
        start_again = time.perf_counter()
        lca.calculate()
        further = (time.perf_counter() - start_again) / FORWARD * (size - FORWARD)
    scored = lca.product_scores if direction == "adjoint" else result
    values = np.asarray(scored).ravel()[:FORWARD].tolist()
    return {"loading": loaded - start, "seconds": seconds + further, "measured": seconds, "scores": values}


def montecarlo(stored):
    """Seconds of one draw of one product with the iterative class."""
    data = [package(stored, uncertain=True)]
    lca = bw2calc.IterativeLCA({0: 1}, data_objs=data, use_distributions=True, seed_override=1)
    lca.lci()
    lca.lcia()
    times = []
    for _ in range(DRAWS):
        start = time.perf_counter()
        next(lca)
        times.append(time.perf_counter() - start)
    return {"seconds": float(np.median(times)), "scores": [float(lca.score)]}


def main() -> None:
    """Run one task."""
    stored = np.load(sys.argv[1])
    task = sys.argv[2]
    figures = montecarlo(stored) if task == "montecarlo" else scores(stored, task)
    sys.stdout.write(json.dumps(figures | {"version": str(bw2calc.__version__), "pardiso": bool(bw2calc.PYPARDISO)}))


if __name__ == "__main__":
    main()
