#!/usr/bin/env python3
"""The corpus as one file of JSON strings per kind, and as the folders that the fuzzer works on.

    fuzz/corpus.py unpack FOLDER    writes FOLDER/<kind>/ from fuzz/corpus/<kind>.jsonl
    fuzz/corpus.py pack FOLDER      writes fuzz/corpus/<kind>.jsonl from FOLDER/<kind>/
"""

import hashlib
import json
import pathlib
import sys

CORPUS = pathlib.Path(__file__).parent / "corpus"


def valid(data: bytes) -> str:
    """The longest beginning that is UTF-8, which is what a target reads."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()


def unpack(folder: pathlib.Path) -> None:
    for packed in sorted(CORPUS.glob("*.jsonl")):
        kind = folder / packed.stem
        kind.mkdir(parents=True, exist_ok=True)
        for line in packed.read_text().splitlines():
            data = json.loads(line).encode()
            (kind / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(folder: pathlib.Path) -> None:
    for kind in sorted(path for path in folder.iterdir() if path.is_dir()):
        texts = sorted({valid(path.read_bytes()) for path in kind.iterdir()})
        lines = [json.dumps(text, ensure_ascii=True) + "\n" for text in texts]
        (CORPUS / f"{kind.name}.jsonl").write_text("".join(lines))


if __name__ == "__main__":
    commands = {"pack": pack, "unpack": unpack}
    if len(sys.argv) != 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](pathlib.Path(sys.argv[2]))
