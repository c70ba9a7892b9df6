"""What a text means as one direction: the sum of what its words, characters and pairs have been learnt to point to.

An answer is where its ways of asking point to; a way that an editor writes today is read with the same weights, so
nothing has to be learnt again for it (learning: `knowledge.learning`).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from numpy.typing import NDArray

from knowledge.words import Reading

SHIPPED = Path(__file__).parents[1] / "models" / "meaning.npz"
"""Where `huiyin train` puts it."""

_AT_ONCE = 512
_FINEST = 127

Vectors = NDArray[np.float32]


class Encoder:
    """One row of small whole numbers for each feature of `Reading.features`, with a scale for each row."""

    def __init__(
        self, features: Sequence[str], rows: NDArray[np.int8], scales: Vectors, fingerprint: str = ""
    ) -> None:
        self._features = list(features)
        self._places = {feature: at for at, feature in enumerate(features)}
        self._rows = rows
        self._scales = scales
        self.fingerprint = fingerprint
        """Of what it was learnt from."""

    @classmethod
    def rounded(cls, features: Sequence[str], weights: Vectors, fingerprint: str = "") -> "Encoder":
        """An encoder with these weights, each kept to a byte."""
        scales = np.maximum(np.abs(weights).max(axis=1, keepdims=True), np.float32(1e-9)) / np.float32(
            _FINEST
        )
        return cls(features, np.rint(weights / scales).astype(np.int8), scales, fingerprint)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Encoder | None":
        """The encoder of a file; None where there is none that this version can read."""
        try:
            with np.load(path) as file:
                features = file["features"].tobytes().decode().split("\n")
                encoder = cls(features, file["rows"], file["scales"], str(file["fingerprint"]))
        except Exception:  # a damaged file fails in any way that unpacking knows
            return None
        return encoder if encoder._fits() else None

    def save(self, path: Path = SHIPPED) -> None:
        """Write it to a file, whole or not at all; several may do so at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                np.savez(
                    file,
                    features=np.frombuffer("\n".join(self._features).encode(), dtype=np.uint8),
                    rows=self._rows,
                    scales=self._scales,
                    fingerprint=self.fingerprint,
                )
            except BaseException:
                part.unlink()
                raise
        part.chmod(0o644)
        part.replace(path)

    def _fits(self) -> bool:
        """Whether there is one row and one scale for each feature."""
        count = len(self._features)
        return (
            self._rows.ndim == 2
            and self._rows.dtype == np.int8
            and len(self._rows) == count
            and self._scales.shape == (count, 1)
            and self._scales.dtype == np.float32
        )

    @property
    def size(self) -> int:
        """How many numbers a direction has."""
        return int(self._rows.shape[1])

    def vector(self, text: Reading) -> Vectors:
        """The direction of one text, of length 1; all zeros where nothing of it is known."""
        places = list(self._known(text.features))
        total: Vectors = (self._scales[places] * self._rows[places]).sum(axis=0)
        return total / (np.linalg.norm(total) or np.float32(1))

    def vectors(self, texts: Sequence[Reading]) -> Vectors:
        """The directions of many texts, one a row."""
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            places = [list(self._known(text.features)) for text in texts[start : start + _AT_ONCE]]
            lengths = np.array([len(one) for one in places])
            flat = list(chain.from_iterable(places))
            if flat:
                begins = (np.cumsum(lengths) - lengths)[lengths > 0]
                rows[start : start + _AT_ONCE][lengths > 0] = np.add.reduceat(
                    self._scales[flat] * self._rows[flat], begins, axis=0
                )
        return normalised(rows)

    def _known(self, features: Mapping[str, int]) -> Iterable[int]:
        for feature, count in features.items():
            at = self._places.get(feature)
            if at is not None:
                yield from [at] * count


def normalised(rows: Vectors) -> Vectors:
    """The same directions with length 1; those without any stay zeros."""
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return rows / lengths
