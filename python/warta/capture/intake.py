"""What capture counts on the way: records passed over, and damage that would otherwise stay hidden."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Intake:
    """Running counts of one pass over sources; the readers write it, the summary prints it."""

    skipped: Counter[str] = field(default_factory=Counter)
    """Records that are no pages, by reason: ``not_text``, ``http_status``."""
    databases: list[str] = field(default_factory=list)
    """Names of the SQLite files, archives among them, that were passed over in folders and patterns."""
    damage: list[str] = field(default_factory=list)
    """One sentence for each damaged source, with byte positions."""
