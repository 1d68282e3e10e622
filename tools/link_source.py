"""Put the source tree and the `qiantan` command into the environment, without a build step or a network."""

import sys
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
COMMAND = """#!{python}
import sys

from qiantan.cli.main import main

sys.exit(main())
"""


def link_source() -> None:
    """Write one .pth file that names the source folder, and the command beside the interpreter."""
    site = Path(sysconfig.get_paths()["purelib"])
    (site / "qiantan-source.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    command = Path(sys.executable).parent / "qiantan"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    link_source()
