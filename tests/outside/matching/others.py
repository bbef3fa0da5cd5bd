"""How others match: the key functions of OpenRefine, and the ratios of rapidfuzz at the threshold that suits them best.

The key functions follow the description in OpenRefine's manual ("Clustering methods in depth"): fingerprint trims, lowers,
removes marks and control characters, folds accents, splits at white space, sorts and removes doubles; n-gram fingerprint
does the same with the n-grams of the letters alone.
"""

import re
import unicodedata


def folded(text):
    text = text.translate(str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "œ": "oe"}))
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def fingerprint(text):
    text = folded(re.sub(r"[^\w\s]|_", "", text.strip().lower()))
    return " ".join(sorted(set(text.split())))


def ngram_fingerprint(text, size=2):
    text = folded(re.sub(r"[^\w]|_|\s", "", text.strip().lower()))
    return "".join(sorted({text[at : at + size] for at in range(len(text) - size + 1)}))


def by_key(function, spellings, texts):
    """What each text means by a key: the entry, when it is one."""
    keys = {}
    for spelling, entry in spellings:
        keys.setdefault(function(spelling), set()).add(entry)
    found = [keys.get(function(text), set()) for text in texts]
    return [next(iter(entries)) if len(entries) == 1 else None for entries in found]


def by_ratio(scorer, spellings, texts):
    """The best entry of each text and its score."""
    from rapidfuzz import process, utils

    choices = [utils.default_process(spelling) for spelling, _ in spellings]
    matrix = process.cdist([utils.default_process(text) for text in texts], choices, scorer=scorer)
    best = matrix.argmax(axis=1)
    return [(spellings[at][1], float(matrix[row, at])) for row, at in enumerate(best)]
