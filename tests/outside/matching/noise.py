"""How names are written in records: each function makes a written form of a name, or None when it has nothing to change."""

import re

KEYBOARD = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "ol",
    "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jilm", "l": "kop",
    "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}
SHORT = [
    ("Sekretariat Daerah", ["Setda", "Setda."]), ("Sumber Daya Manusia", ["SDM"]), ("Dinas", ["Din.", "Din"]),
    ("Badan", ["Bdn.", "Bdn"]), ("Bagian", ["Bag.", "Bag"]), ("Kecamatan", ["Kec.", "Kec"]), ("Kelurahan", ["Kel.", "Kel"]),
    ("Kabupaten", ["Kab.", "Kab"]), ("KABUPATEN", ["KAB.", "Kab."]), ("Provinsi", ["Prov.", "Prop."]), ("Kementerian", ["Kemen.", "Kementrian"]),
    ("Direktorat Jenderal", ["Ditjen", "Dirjen"]), ("Jenderal", ["Jend.", "Jendral"]), ("Jalan", ["Jl.", "Jln.", "Jl"]), ("Kolonel", ["Kol."]),
    ("Kapten", ["Kapt."]), ("Muhammad", ["Muh.", "Moh."]), ("Tanjung", ["Tj.", "Tjg.", "Tg."]), ("Sungai", ["Sei", "Sei."]),
    ("Simpang", ["Simp.", "Spg."]), ("Timur", ["Tim."]), ("TIMUR", ["TIM."]), ("Selatan", ["Sel."]), ("SELATAN", ["SEL."]), ("Barat", ["Brt."]),
    ("BARAT", ["BRT."]), ("Utara", ["Utr."]), ("UTARA", ["UTR."]), ("dan", ["&"]), ("III", ["3"]), ("IV", ["4"]), ("PT", ["PT.", "P.T."]), ("CV", ["CV.", "C.V."]),
]
KINDS = ["Dinas", "Badan", "Kecamatan", "Kementerian", "KABUPATEN", "KOTA", "Jalan", "PT", "CV", "UD"]
AROUND = {
    "opd": ["{} Kota Jambi", "{} Pemerintah Kota Jambi", "Pemkot Jambi, {}", "{} Pemkot Jambi"],
    "kelurahan": ["Kelurahan {}", "Kel. {}", "Kel {}", "KELURAHAN {}"],
    "kecamatan": ["Kecamatan {}", "Kec. {}", "Kec {}, Kota Jambi"],
    "kecamatan_lain": ["Kecamatan {}", "Kec. {}"],
    "provinsi": ["Provinsi {}", "Prov. {}", "Propinsi {}"],
    "kementerian_lembaga": ["{} RI", "{} Republik Indonesia"],
    "kabkota": ["Pemerintah {}", "{}, Provinsi Jambi"],
    "negara": ["Negara {}"],
    "penyedia": [],
    "jalan": [],
}
OCR = [("o", "0"), ("O", "0"), ("l", "1"), ("i", "1"), ("I", "l"), ("m", "rn"), ("M", "rn"), ("s", "5"), ("S", "5"), ("B", "8"), ("l", "I"), ("w", "vv")]
OLD = [("u", "oe"), ("j", "dj"), ("c", "tj"), ("J", "Dj"), ("C", "Tj"), ("U", "Oe"), ("sy", "sj"), ("ny", "nj")]


def long_words(text):
    return [match for match in re.finditer(r"[^\W\d_]{4,}", text)]


def mistyped(text, source):
    """One slip of a finger in a word of four letters or more."""
    words = long_words(text)
    if not words:
        return None
    word = source.choice(words)
    at = word.start() + source.randrange(0 if source.random() < 0.1 else 1, len(word.group()))
    letter = text[at]
    kind = source.choice(["neighbour", "swapped", "doubled", "dropped"])
    if kind == "neighbour":
        other = source.choice(KEYBOARD.get(letter.lower(), "e"))
        return text[:at] + (other.upper() if letter.isupper() else other) + text[at + 1 :]
    if kind == "swapped":
        at = min(at, word.end() - 2)
        if text[at].lower() == text[at + 1].lower():
            return None
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == "doubled":
        return text[:at] + letter + text[at:]
    return text[:at] + text[at + 1 :]


def typo(text, source, name):
    return mistyped(text, source)


def two_typos(text, source, name):
    if sum(len(word.group()) for word in long_words(text)) < 10:
        return None
    once = mistyped(text, source)
    return once and mistyped(once, source)


def case_and_marks(text, source, name):
    styled = source.choice([text.upper(), text.lower(), text.title(), text.swapcase()])
    gap = source.choice(["  ", " ", "-", "\u00a0"])
    return source.choice(["", " ", "'"]) + styled.replace(" ", gap) + source.choice(["", ".", " ", ","])


def abbreviation(text, source, name):
    possible = [pair for pair in SHORT if re.search(rf"\b{pair[0]}\b", text)]
    if not possible:
        return None
    for long, shorts in source.sample(possible, min(len(possible), source.choice([1, 1, 2]))):
        text = re.sub(rf"\b{long}\b", source.choice(shorts), text, count=1)
    return text


def cut_word(text, source, name):
    """A long word cut by a full stop: Pemberdayaan, Pemberd."""
    words = [word for word in re.finditer(r"[^\W\d_]{8,}", text)]
    if len(text.split()) < 3 or not words:
        return None
    word = source.choice(words)
    keep = source.randrange(4, 7)
    return text[: word.start()] + word.group()[:keep] + "." + text[word.end() :]


def kind_missing(text, source, name):
    first, _, rest = text.partition(" ")
    return rest if first in KINDS and rest else None


def kind_added(text, source, name):
    forms = [form for form in AROUND[name] if form.split()[0].strip(".").lower()[:3] not in text.lower()[:4]]
    return source.choice(forms).format(text) if forms else None


def other_order(text, source, name):
    words = text.split()
    if len(words) < 2 or "(" in text or "," in text:
        return None
    if name == "penyedia":
        return f"{' '.join(words[1:])}, {words[0]}"
    if words[0] in KINDS or source.random() < 0.5:
        return f"{' '.join(words[1:])}, {words[0]}"
    at = source.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def misread(text, source, name):
    for _ in range(source.choice([1, 1, 2])):
        possible = [pair for pair in OCR if re.search(rf"[^\W\d_]{{2}}{pair[0]}|{pair[0]}[^\W\d_]{{2}}", text)]
        if not possible:
            return None
        letter, read = source.choice(possible)
        places = [match.start() for match in re.finditer(letter, text)]
        at = source.choice(places)
        text = text[:at] + read + text[at + len(letter) :]
    return text


def old_spelling(text, source, name):
    words = [word.group() for word in long_words(text)]
    possible = [(word, pair) for word in words for pair in OLD if pair[0] in word]
    if not possible:
        return None
    word, pair = source.choice(possible)
    return text.replace(word, word.replace(*pair))


def spacing(text, source, name):
    if " " in text and source.random() < 0.6:
        places = [match.start() for match in re.finditer(" ", text)]
        at = source.choice(places)
        return text[:at] + text[at + 1 :]
    words = [word for word in re.finditer(r"[^\W\d_]{6,}", text)]
    if not words:
        return None
    word = source.choice(words)
    at = word.start() + source.randrange(2, len(word.group()) - 2)
    return text[:at] + " " + text[at:]


def several(text, source, name):
    """Short forms and a slip together, as in a hurry."""
    short = abbreviation(text, source, name) or kind_missing(text, source, name)
    slipped = short and mistyped(short, source)
    return slipped and case_and_marks(slipped, source, name)


KINDS_OF_NOISE = {
    "case_and_marks": case_and_marks,
    "typo": typo,
    "two_typos": two_typos,
    "misread": misread,
    "abbreviation": abbreviation,
    "cut_word": cut_word,
    "kind_missing": kind_missing,
    "kind_added": kind_added,
    "other_order": other_order,
    "old_spelling": old_spelling,
    "spacing": spacing,
    "several": several,
}
