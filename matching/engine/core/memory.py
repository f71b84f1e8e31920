"""Memory that was let go of stays with the process."""

import numpy as np

LARGEST = (32 << 20) - (1 << 16)  # bytes; of anything larger the allocator learns nothing


def keep_freed() -> None:
    """Lets the next arrays of up to 32 MB have the memory of those before them.

    The C library asks the system for a large piece each time, whose pages then come one by one, zeroed:
    half the time of a small matching. It stops doing so for pieces up to the largest that it has seen
    freed (glibc's mallopt(3), M_MMAP_THRESHOLD), which a large matching brings about by itself. This
    piece is never written to, so that it takes no memory. Elsewhere nothing happens.
    """
    np.empty(LARGEST, np.uint8)
