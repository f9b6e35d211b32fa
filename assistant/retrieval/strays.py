"""Sentences that have nothing to do with dental or medical billing: recipes, adverts, menus that crept into a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.ports import Embedder
from assistant.readers.documents.blocks import Block, ReadDocument
from assistant.recognise import procedure_codes
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.tokens import tokens
from assistant.tables.foreign_subjects import is_foreign

#: A sentence is looked at only when less than this share of its words stands anywhere in the shipped corpus.
KNOWN_WORDS = 0.35

#: It is a stray when its mean cosine with the nearest shipped passages is below this.
NEAR = 0.30

_NEAREST = 5
_SHORTEST = 5

_SENTENCES = re.compile(r"(?<=[.!?])\s+")


class StrayDetector:
    """Judges sentences by words of other subjects, and by the words and meanings of the shipped corpus.

    One with a procedure code is never a stray; one with a figure only by its words.
    """

    def __init__(self, shipped: Generation, embedder: Embedder) -> None:
        self._statistics = CorpusStatistics([shipped.lexical])
        self._vectors = shipped.vectors
        self._embedder = embedder

    def strays(self, sentences: Sequence[str]) -> list[bool]:
        """Which sentences do not belong."""
        import numpy as np

        found = {place for place, sentence in enumerate(sentences) if is_stray_by_words(sentence)}
        doubtful = [place for place, sentence in enumerate(sentences) if self._is_doubtful(sentence)]
        if not doubtful:
            return [place in found for place in range(len(sentences))]
        near = self._embedder.embed([sentences[place] for place in doubtful]) @ self._vectors.T
        means = np.sort(near, axis=1)[:, -_NEAREST:].mean(axis=1)
        found |= {place for place, value in zip(doubtful, means, strict=True) if value < NEAR}
        return [place in found for place in range(len(sentences))]

    def _is_doubtful(self, sentence: str) -> bool:
        words = set(tokens(sentence))
        if len(words) < _SHORTEST or any(character.isdigit() for character in sentence):
            return False
        return sum(self._statistics.known(word) for word in words) < KNOWN_WORDS * len(words)


def is_stray_by_words(sentence: str) -> bool:
    """Whether the words are of another subject and no procedure is named."""
    return is_foreign(sentence) and not procedure_codes.find(sentence)


def without_strays(read: ReadDocument, detector: StrayDetector) -> ReadDocument:
    """The document without stray sentences; a block is parted where one stood, so what stays is verbatim."""
    parted = [(block, _SENTENCES.split(block.text) if _is_prose(block) else [block.text]) for block in read.blocks]
    judged = iter(detector.strays([sentence for block, parts in parted if _is_prose(block) for sentence in parts]))
    blocks: list[Block] = []
    left_out: list[str] = []
    for block, sentences in parted:
        verdicts = [next(judged) if _is_prose(block) else is_stray_by_words(sentence) for sentence in sentences]
        if not any(verdicts):
            blocks.append(block)
            continue
        left_out += [sentence for sentence, stray in zip(sentences, verdicts, strict=True) if stray]
        blocks += [replace(block, text=text) for text in _runs(block.text, sentences, verdicts)]
    if not left_out:
        return read
    shown = "; ".join(f"{sentence[:60]!r}" for sentence in left_out[:3])
    warning = f"{len(left_out)} sentences on other subjects were left out: {shown}"
    return replace(read, blocks=tuple(blocks), warnings=(*read.warnings, warning))


def _is_prose(block: Block) -> bool:
    return block.kind in ("paragraph", "list_item")


def _runs(text: str, sentences: Sequence[str], verdicts: Sequence[bool]) -> list[str]:
    """Stretches of the text between strays, cut from it as they stand."""
    runs: list[str] = []
    start = end = 0
    for sentence, stray in zip(sentences, verdicts, strict=True):
        begin = text.index(sentence, end)
        if stray:
            runs.append(text[start:begin].rstrip())
            start = begin + len(sentence)
        end = begin + len(sentence)
    runs.append(text[start:])
    return [run.strip() for run in runs if run.strip()]
