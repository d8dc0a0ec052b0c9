"""PageRank: how often a reader who follows links at random comes by each note.

networkx has it, but needs numpy and scipy for it, which are larger than all the rest of vaultkit.
"""

from collections.abc import Mapping, Sequence
from math import fsum

from vaultkit.progress import Step, with_progress

DAMPING = 0.85
MOST_ROUNDS = 200
TOLERANCE = 1e-9


def pagerank(links: Mapping[str, Sequence[str]], step: Step | None = None) -> dict[str, float]:
    """Return the PageRank of each note, by power iteration; together they are 1.

    The reader follows a link with a probability of 0.85, else opens any note, and does so after a
    note without links. It ends when the ranks change by less than a billionth in sum; each round
    changes them by at most 0.85 times what the one before did.

    Args:
        links: the keys that each note links to; each of them is itself a key.
        step: called with the rounds.
    """
    if not links:
        return {}
    share = 1 / len(links)
    ranks = dict.fromkeys(links, share)
    dead_ends = [key for key, targets in links.items() if not targets]
    for _ in with_progress(range(MOST_ROUNDS), MOST_ROUNDS, step):
        base = (1 - DAMPING + DAMPING * fsum(ranks[key] for key in dead_ends)) * share
        after = dict.fromkeys(links, base)
        for key, targets in links.items():
            if targets:
                part = DAMPING * ranks[key] / len(targets)
                for target in targets:
                    after[target] += part
        change = fsum(abs(after[key] - ranks[key]) for key in links)
        ranks = after
        if change < TOLERANCE:
            break
    return ranks
