"""Running the queue: for good, or until it is empty."""

from procrastinate.contrib.django import app

from qiantan.jobs.listening import listen

POLL_SECONDS = 5.0
GRACE_SECONDS = 20.0


def work(*, concurrency: int = 1, until_empty: bool = False) -> None:
    """Work on the queue; with `until_empty` return when nothing waits any more."""
    if not until_empty:
        listen()
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=concurrency,
            wait=not until_empty,
            listen_notify=not until_empty,
            install_signal_handlers=not until_empty,
            fetch_job_polling_interval=POLL_SECONDS,
            abort_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )
