"""The JSON API against its own description, with requests that schemathesis makes up."""

from pathlib import Path

import pytest

pytest.importorskip("schemathesis", reason="schemathesis is not installed (the extra dev has it)")
pytest.importorskip("starlette", reason="the extra serve is not installed")

from fuzz import api

EXAMPLES = 40
"""At most, for each address; `fuzz.api` asks many more."""


def test_answers_are_as_described(tmp_path: Path) -> None:
    status, output, counted = api.run(tmp_path, EXAMPLES)
    assert status == 0, output
    assert counted.statuses[200] > 100
    assert counted.statuses[400] > 100
    assert max(counted.statuses) < 500
