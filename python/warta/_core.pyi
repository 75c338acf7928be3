"""The seam to the Rust core; `tests/test_core.py` compares this stub with the module."""

SCHEMA: str
VERSION: str

def read_batch(pages: list[tuple[bytes, str, str | None, list[str]]]) -> list[bytes]: ...
def default_options() -> str: ...
