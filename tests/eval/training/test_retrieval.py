from __future__ import annotations

import numpy as np
import pytest

from eval.training.retrieval import retrieval


def test_an_item_ranks_by_its_best_passage() -> None:
    """Of two questions, one finds its item first, the other second."""
    passages = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)
    queries = np.array([[1, 0], [1, 0.1]], dtype=np.float32)
    found = retrieval(queries, passages, wanted=["a", "b"], owners=["a", "b", "b"])
    assert found.success == {1: 0.5, 3: 1.0, 5: 1.0}
    assert found.reciprocal == pytest.approx(0.75)
    assert found.questions == 2
