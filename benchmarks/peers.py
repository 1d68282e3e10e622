"""The peers: bw2calc in an environment of its own, and what an expert writes by hand with SciPy."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import scipy.sparse.linalg as ssl

from benchmarks.networks import Generated

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-peers"
LOCK = ROOT / "requirements" / "peers.lock"
ONE_THREAD = {"MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
SCRIPT = Path(__file__).with_name("peer_bw2calc.py")


def python() -> str:
    """The Python of the peers' environment, made from the lock on first use; raises where it cannot be made."""
    name = ENVIRONMENT / "bin" / "python"
    if not name.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True, capture_output=True)
        install = [str(name), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True, capture_output=True)
    return str(name)


def bw2calc(network: Generated, *tasks: str) -> dict[str, dict]:
    """Figures of bw2calc for each task; empty, with the reason printed, where it cannot be installed.

    Its solver may use all cores, as it does by itself, or one, which is quicker where others work on the machine: each
    task is run both ways, and the quicker one counts.
    """
    matrix, flows = network.matrix.tocoo(), network.interventions.tocoo()
    with tempfile.TemporaryDirectory() as folder:
        stored = str(Path(folder) / "matrices.npz")
        np.savez(
            stored,
            technosphere_row=matrix.row,
            technosphere_col=matrix.col,
            technosphere_value=matrix.data,
            technosphere_sigma=network.sigmas(network.matrix, 1),
            biosphere_row=flows.row,
            biosphere_col=flows.col,
            biosphere_value=flows.data,
            biosphere_sigma=network.sigmas(network.interventions, 2),
            factors=network.factors[0],
            size=matrix.shape[0],
        )
        try:
            runs = {task: [_run(stored, task, **one) for one in ({}, ONE_THREAD)] for task in tasks}
            return {task: min(both, key=lambda figures: figures["seconds"]) for task, both in runs.items()}
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"bw2calc cannot be installed or run here: {error}", file=sys.stderr)
            return {}


def _run(stored: str, task: str, **settings: str) -> dict:
    command = [python(), str(SCRIPT), stored, task]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | settings)
    figures: dict = json.loads(done.stdout)
    return figures


def expert(network: Generated) -> tuple[float, float, np.ndarray]:
    """Seconds to factorise the transpose with SuperLU and to solve for all products, and the scores."""
    start = time.perf_counter()
    factors = ssl.splu(network.matrix.T.tocsc())
    made = time.perf_counter()
    scores = factors.solve(network.burden)
    return made - start, time.perf_counter() - made, scores
