"""Limits of time, memory and output that the kernel enforces on a separate program."""

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of processor, bytes of address space and bytes of each file it writes."""

    cpu_seconds: int
    memory_bytes: int
    output_bytes: int


def confine(bounds: Bounds) -> None:
    """Make the kernel end this process when it takes too much time, memory or space."""
    kept = {
        resource.RLIMIT_CPU: bounds.cpu_seconds,
        resource.RLIMIT_AS: bounds.memory_bytes,
        resource.RLIMIT_FSIZE: bounds.output_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in kept.items():
        resource.setrlimit(kind, (bound, bound))
