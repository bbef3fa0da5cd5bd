"""Holds every YAML file that authors wrote in this repository against the JSON Schemas that editors read.

Usage: schema_fits.py [REPOSITORY]
Needs jsonschema, pyyaml.
"""

import json
import pathlib
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """Reads scalars as editors do: YAML 1.2 knows no dates, and neither `yes` nor `no`."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and not (tag == "tag:yaml.org,2002:bool" and first in "yYnNoO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

FILES = {
    "pipeline": ["pipelines/*/pipeline.yml", "tests/*/*/pipelines/*/pipeline.yml", "tests/cases/*/workspace/pipelines/*/pipeline.yml"],
    "workspace": ["terbuka.yml", "tests/real/*/terbuka.yml", "tests/cases/*/workspace/terbuka.yml"],
    "origin": ["**/*.origin.yml"],
}


def with_text_keys(value):
    """JSON has no keys but texts."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(inner) for key, inner in value.items()}
    return [with_text_keys(inner) for inner in value] if isinstance(value, list) else value


def deepest(error):
    """The error nearest to the cell that is at fault: an `anyOf` hides it in its branches."""
    branches = [deepest(inner) for inner in error.context or []]
    return max(branches, key=lambda inner: len(inner.absolute_path), default=error)


def faults(validator, path):
    document = with_text_keys(yaml.load(path.read_text(encoding="utf-8"), Loader))
    for error in map(deepest, validator.iter_errors(document)):
        place = ".".join(map(str, error.absolute_path))
        yield f"{path}: {place}: {error.message[:200]}"


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]
    found, count = [], 0
    for name, patterns in FILES.items():
        schema = json.loads((root / "schema" / f"{name}.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        paths = {path for pattern in patterns for path in root.glob(pattern) if "target" not in path.parts}
        assert paths, f"no file is a {name}"
        count += len(paths)
        found += [fault for path in sorted(paths) for fault in faults(validator, path)]
    print(*found, f"{count} files, {len(found)} faults", sep="\n")
    return 1 if found else 0


sys.exit(main())
