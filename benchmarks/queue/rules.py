"""Looking for 2,000 word rules in 10 KB, in ordinary prose and in what is meant ill."""

from collections.abc import Iterator

from benchmarks.comments.seed import WORDS, make_dice
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import interleaved
from benchmarks.queue.seed import Scale
from comments.rules import Rule, Rules

_LENGTH = 10_000


def measure(scale: Scale) -> Iterator[Figure]:
    dice = make_dice(23)
    letters = "abcdefghilmnoprstu"
    words = ["".join(dice.choices(letters, k=dice.randint(4, 12))) for _ in range(2000)]
    rules = Rules(Rule(number, word) for number, word in enumerate(words))
    texts = {
        "prose": WORDS * (_LENGTH // len(WORDS) + 1),
        "dots between letters": "a.b.c." * _LENGTH,
        "single letters": "a b c d " * _LENGTH,
        "stacked accents": ("e" + "\u0301" * 9) * _LENGTH,
        "nothing but rules": " ".join(words) * 2,
    }
    acts = {
        name: lambda text=text: rules.find(text[:_LENGTH])
        for name, text in texts.items()
    }
    samples = interleaved(acts, rounds=scale.views)
    for name, sample in samples.items():
        values = sample.columns
        goals = (Goal("C23", "CPU ms", 50),)
        yield Figure("2,000 word rules on 10 KB", name, values, goals)
