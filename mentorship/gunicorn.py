"""How gunicorn serves the product; the command line may override each of these."""

import gc
import os
from typing import Any

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
timeout = 60
graceful_timeout = 5
max_requests = 2_000
max_requests_jitter = 200
# No access log: addresses hold keys of people's records, and the reverse proxy logs requests.
accesslog = None
errorlog = "-"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What is loaded by now lives as long as the process: no request waits while it is looked
    through for garbage.
    """
    gc.collect()
    gc.freeze()
