from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.embedding.body import read_body
from rag.embedding.bundled import MODEL
from rag.embedding.onnx import LEXICON_FILE
from rag.embedding.tokens import QUERY_PROMPT, Lexicon
from rag.errors import ReaderError
from rag.reader.graph import HEADS_BIAS, HEADS_WEIGHT
from rag.reader.interface import Passage
from rag.reader.layout import TOKENS, lay_out
from rag.reader.onnx import GRAPH_FILE, WORDS_FILE, OnnxReader
from rag.reader.scoring import passage_number, reading_of
from rag.reader.words import WordTable

QUESTION = "Hvem skal udarbejde et forslag til KOL-rehabilitering?"
PASSAGES = [
    Passage(
        header="Klyngestyregruppen, 8. juni 2021. Punkt 2: KOL. Beslutning",
        sentences=("Repræsentanterne udarbejder et forslag til klyngestyregruppen.", "Det drøftes igen i maj."),
    ),
    Passage(header="", sentences=("Godkendt.",)),
    Passage(header="Punkt 3: Økonomi", sentences=("Budgettet er på 1,3 mio. kr.", "", "Taget til efterretning.")),
]


def test_readings_are_those_of_the_model(reader: OnnxReader, reader_data: Path, reader_weights: Path) -> None:
    """Torch, at full precision, finds the same probabilities but for 8-bit rounding, and the same spans mostly."""
    import torch
    from transformers import BertModel

    folder = reader_data / "models" / MODEL
    model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32).train(mode=False)
    heads = read_body(reader_weights).vectors
    laid = [lay_out(passage.header, passage.sentences) for passage in PASSAGES]
    pairs = Lexicon.load(folder / LEXICON_FILE).encode_pairs(
        QUERY_PROMPT + QUESTION, [text for text, _ in laid], limit=TOKENS
    )
    for reading, tokens, (_, places) in zip(reader.read(QUESTION, PASSAGES), pairs, laid, strict=True):
        with torch.inference_mode():
            states = model(torch.tensor([tokens.ids])).last_hidden_state[0].numpy()
        numbers = states @ heads[HEADS_WEIGHT].T + heads[HEADS_BIAS]
        exact = reading_of(
            numbers[tokens.passage], offsets=tokens.offsets, places=places, answers=passage_number(numbers)
        )
        np.testing.assert_allclose(reading.sentences, exact.sentences, atol=0.05)
        assert reading.answers == pytest.approx(exact.answers, abs=0.05)


def test_a_reading_has_a_figure_for_every_sentence(reader: OnnxReader) -> None:
    """Probabilities lie between 0 and 1, an empty sentence has none, and a span lies in its sentence."""
    for passage, reading in zip(PASSAGES, reader.read(QUESTION, PASSAGES), strict=True):
        assert [score == 0 for score in reading.sentences] == [not sentence for sentence in passage.sentences]
        assert all(0 <= score <= 1 for score in (*reading.sentences, reading.answers))
        assert reading.span is not None
        index, start, end = reading.span
        assert 0 <= start < end <= len(passage.sentences[index])


def test_a_reading_does_not_depend_on_its_neighbours(reader: OnnxReader) -> None:
    """Alone, in another order and from several threads, a passage is read alike."""
    together = reader.read(QUESTION, PASSAGES)
    assert reader.read(QUESTION, PASSAGES[::-1]) == together[::-1]
    with ThreadPoolExecutor(4) as pool:
        for readings in pool.map(lambda _: reader.read(QUESTION, PASSAGES), range(4)):
            assert readings == together


def test_what_the_limit_cuts_off_gets_nothing(reader: OnnxReader) -> None:
    """The last of many sentences is not read, the first is; a question longer than the limit is shortened."""
    many = Passage(header="Punkt 1", sentences=tuple(f"Punkt {number} blev godkendt." for number in range(100)))
    (reading,) = reader.read(QUESTION, [many])
    assert reading.sentences[0] > 0
    assert reading.sentences[-1] == 0
    (reading,) = reader.read("Hvem " * 600, [PASSAGES[1]])
    assert reading.sentences[0] > 0


def test_no_passages_give_no_readings(reader: OnnxReader) -> None:
    """An empty list is fine."""
    assert reader.read(QUESTION, []) == []


def test_words_are_those_of_the_model(reader_data: Path) -> None:
    """The table on disk gives the rows that safetensors reads."""
    from safetensors.numpy import load_file

    path = reader_data / "models" / MODEL / WORDS_FILE
    ids = [0, 2, 250_001, 17]
    expected = load_file(path)["embeddings.word_embeddings.weight"][ids]
    np.testing.assert_array_equal(WordTable.open(path).look_up(ids), expected)


@pytest.mark.parametrize("name", [GRAPH_FILE, LEXICON_FILE, WORDS_FILE])
def test_a_damaged_file_is_an_error(reader_data: Path, reader: OnnxReader, tmp_path: Path, name: str) -> None:
    """Whichever file is cut off, the error says what to delete."""
    assert reader is not None
    models = reader_data / "models"
    for source in (
        models / "reader" / GRAPH_FILE,
        *(models / MODEL / file for file in (LEXICON_FILE, WORDS_FILE)),
    ):
        if source.name != name:
            (tmp_path / source.name).symlink_to(source)
    (tmp_path / name).write_bytes(b"\x10\0\0")
    with pytest.raises(ReaderError, match="is damaged; delete them"):
        OnnxReader.open(tmp_path, model=tmp_path)
