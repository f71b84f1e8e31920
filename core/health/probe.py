"""The web container's health check: this process answers, and reaches the database.

Run by path, with nothing but the standard library, so that it costs next to nothing. The other
parts are no reason to restart a web process.
"""

import http.client
import json
import os
import sys


def database_is_well(port: int, host_header: str) -> bool:
    """Whether the web process on this port says that its database answers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        link.request("GET", "/healthz", headers={"Host": host_header})
        return bool(json.load(link.getresponse())["parts"]["database"]["ok"])
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return False
    finally:
        link.close()


if __name__ == "__main__":
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    sys.exit(0 if database_is_well(int(os.environ.get("PORT", "8000")), host) else 1)
