"""Django's PostgreSQL backend over the embedded cluster: the first connection starts the server."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from qiantan.config.embedded.server import Cluster

_clusters: dict[Path, Cluster] = {}


def cluster_at(folder: Path, *, throw_away: bool = False) -> Cluster:
    """Return this process's handle on the cluster in a folder."""
    return _clusters.setdefault(folder, Cluster(folder, throw_away=throw_away))


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL connection whose server is started when it is first needed."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server, then say how to reach it."""
        embedded = self.settings_dict["EMBEDDED"]
        cluster_at(Path(embedded["folder"]), throw_away=embedded.get("throw_away", False)).start()
        return super().get_connection_params()
