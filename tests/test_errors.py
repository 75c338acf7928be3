"""One public error, its kinds drawn in the docstring."""

import pickle
import re

from warta import WartaError
from warta.errors import KINDS


def test_the_tree_names_every_kind() -> None:
    assert set(re.findall(r"[├└]── (\w+)", WartaError.__doc__ or "")) == set(KINDS)


def test_kind_and_words_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(WartaError("path", "no such file: x")))
    assert (error.kind, str(error)) == ("path", "no such file: x")
