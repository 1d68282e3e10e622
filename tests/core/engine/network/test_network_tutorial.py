"""The code of the tutorial runs as it stands."""

import re
from pathlib import Path

TUTORIAL = Path(__file__).resolve().parents[4] / "docs" / "tutorials" / "network.md"


def test_every_block_of_the_tutorial_runs(capsys):
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)

    exec(compile("\n".join(blocks), str(TUTORIAL), "exec"), {})

    printed = capsys.readouterr().out
    assert "kg CO2e per t of steel" in printed
    assert len(blocks) == 6
