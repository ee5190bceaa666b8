"""Follow the references between the files of the description, and collect what they reach."""

from __future__ import annotations

import difflib
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onepay_contract.bundling.sources import Position, Problem, Source, read
from onepay_core.json_values import Json, JsonObject, escape, is_array, is_object, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT: Final = "openapi.yaml"
_NOT_DESCRIBING: Final = frozenset({"README.md", "released"})
"""What stands beside the description: its page for people, and the bundles of released versions."""
_KINDS: Final = "schemas|responses|parameters|examples|requestBodies|headers|securitySchemes|links|callbacks|pathItems"
_COMPONENT: Final = re.compile(rf"components/({_KINDS})/([A-Za-z0-9._-]+)\.yaml")
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class BundleError(Exception):
    """The description cannot be bundled; `problems` are all that were found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once."""
        self.problems: Final = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Collector:
    """Lays the files under one folder together into one document.

    After `collect`, `positions` leads from the document's JSON pointers to places in the files,
    and `problems` holds what was found wrong.
    """

    def __init__(self, root: Path) -> None:
        """Read every file under `root`."""
        self._name: Final = root.resolve().name
        self._files = sorted(_files_under(root))
        self._sources = {file: read(root / file, f"{self._name}/{file}") for file in self._files}
        self._reached = {_ROOT}
        self._waiting: list[tuple[str, str, str]] = []
        self.positions: dict[str, Position] = {}
        self.problems: list[Problem] = [p for source in self._sources.values() for p in source.problems]

    def collect(self) -> JsonObject:
        """Return the whole document."""
        if _ROOT not in self._sources:
            sentence = f"There is no {_ROOT} in {self._name}/; name the folder that holds it with --root."
            raise BundleError([Problem(Position(f"{self._name}/{_ROOT}", 1, 1), sentence)])
        document = self._root()
        self._reach_security(document)
        document["components"] = self._components()
        if not document["components"]:
            del document["components"]
        self.problems += [*self._clashes(), *self._unused(), *self._alias_cycles(document)]
        return document

    def _root(self) -> JsonObject:
        handlers = {"paths": self._paths, "webhooks": self._webhooks, "components": self._listed}
        root = self._sources[_ROOT]
        self._mark(root, "", "")
        document: JsonObject = {}
        for key, value in root.data.items():
            self._mark(root, f"/{escape(key)}", f"/{escape(key)}")
            if key in handlers and not is_object(value):
                self._note(self.positions[f"/{key}"], f"`{key}` is not a mapping; write names with a $ref each.")
            elif key in handlers:
                document[key] = handlers[key](value)
            else:
                document[key] = self._copy(value, root, f"/{escape(key)}", f"/{escape(key)}")
        return document

    def _paths(self, entries: JsonObject) -> JsonObject:
        return {path: self._path(path, entry) for path, entry in entries.items()}

    def _path(self, path: str, entry: object) -> Json:
        pointer = f"/paths/{escape(path)}"
        source = self._inlined(entry, pointer, "paths")
        if source is None:
            return self._copy(entry, self._sources[_ROOT], pointer, pointer)
        return self._copy(source.data, source, "", pointer)

    def _webhooks(self, entries: JsonObject) -> JsonObject:
        events: JsonObject = {}
        for family, entry in entries.items():
            pointer = f"/webhooks/{escape(family)}"
            source = self._inlined(entry, pointer, "webhooks")
            if source is None:
                sentence = f"`{family}` is not a reference; write its events into webhooks/{family}.yaml."
                self._note(self._sources[_ROOT].marks[pointer], sentence)
            else:
                self._splice(source, events)
        return events

    def _splice(self, source: Source, events: JsonObject) -> None:
        for event, item in source.data.items():
            pointer = f"/webhooks/{escape(event)}"
            if event in events:
                sentence = f"The event `{event}` stands already at {self.positions[pointer]}; keep one."
                self._note(source.marks[f"/{escape(event)}"], sentence)
            else:
                events[event] = self._copy(item, source, f"/{escape(event)}", pointer)

    def _inlined(self, entry: object, pointer: str, folder: str) -> Source | None:
        """Return the file that stands for `entry`, if `entry` is a reference to one in `folder`."""
        if not is_object(entry) or "$ref" not in entry:
            return None
        position = self._sources[_ROOT].marks[f"{pointer}/$ref"]
        if len(entry) > 1:
            self._note(position, "What stands beside this $ref would be lost; write it into the file.")
        target = self._target(entry["$ref"], _ROOT, position)
        if target is None:
            return Source(_ROOT, marks={"": position})
        self._reached.add(target)
        if not target.startswith(f"{folder}/"):
            self._note(position, f"`{target}` is not in {folder}/; move the file there.")
        return self._sources[target]

    def _listed(self, kinds: JsonObject) -> JsonObject:
        for kind, entries in kinds.items():
            for name, entry in mapping(entries).items():
                position = self._sources[_ROOT].marks[f"/components/{escape(kind)}/{escape(name)}"]
                reference = self._resolve(mapping(entry).get("$ref"), _ROOT, position)
                if reference != f"#/components/{kind}/{name}":
                    self._note(position, f"Write `{name}` into components/{kind}/{name}.yaml, and refer to that here.")
        return {}

    def _reach_security(self, document: JsonObject) -> None:
        holders = [("", document), *operations(document)]
        for pointer, holder in holders:
            for index, requirement in enumerate(items(holder.get("security"))):
                for name in mapping(requirement):
                    position = self.positions[f"{pointer}/security/{index}/{escape(name)}"]
                    self._resolve(f"components/securitySchemes/{name}.yaml", _ROOT, position)

    def _components(self) -> JsonObject:
        components: dict[str, JsonObject] = {}
        while self._waiting:
            file, kind, name = self._waiting.pop()
            source = self._sources[file]
            pointer = f"/components/{kind}/{name}"
            components.setdefault(kind, {})[name] = self._copy(source.data, source, "", pointer)
        return {kind: dict(sorted(components[kind].items())) for kind in sorted(components)}

    def _copy(self, value: Json, source: Source, inner: str, outer: str) -> Json:
        self._mark(source, inner, outer)
        if is_array(value):
            return [self._copy(v, source, f"{inner}/{i}", f"{outer}/{i}") for i, v in enumerate(value)]
        if not is_object(value):
            return value
        copy: JsonObject = {}
        for key, member in value.items():
            step = f"/{escape(key)}"
            copy[key] = self._copy(member, source, inner + step, outer + step)
            if key == "$ref":
                copy[key] = self._resolve(member, _relative(source.file), source.marks[inner + step])
        return copy

    def _mark(self, source: Source, inner: str, outer: str) -> None:
        self.positions[outer] = source.marks.get(inner) or Position(source.file, 1, 1)

    def _resolve(self, reference: object, file: str, position: Position) -> object:
        target = self._target(reference, file, position)
        if target is None:
            return reference
        component = _COMPONENT.fullmatch(target)
        if component is None:
            sentence = f"`{target}` is no component; only openapi.yaml refers to paths and webhooks, and nothing else."
            self._note(position, sentence)
            return reference
        if target not in self._reached:
            self._reached.add(target)
            self._waiting.append((target, component[1], component[2]))
        return f"#/components/{component[1]}/{component[2]}"

    def _target(self, reference: object, file: str, position: Position) -> str | None:
        """Return the file that `reference`, written in `file`, means; note why if there is none."""
        if not isinstance(reference, str):
            self._note(position, "This is not a reference; write `$ref:` and a file's relative path.")
            return None
        if "#" in reference:
            self._note(position, f"`{reference}` has a fragment; refer to the whole file of a component.")
            return None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), reference))
        if "://" in reference or target.startswith(("/", "..")):
            self._note(position, f"`{reference}` leaves {self._name}/; copy what is needed into it.")
            return None
        if target not in self._sources:
            self._note(position, f"There is no file `{target}`; {self._hint(target)}.")
            return None
        return target

    def _hint(self, target: str) -> str:
        same = [file for file in self._files if file.casefold() == target.casefold()]
        if same:
            return f"`{same[0]}` differs from it in upper and lower case, which counts"
        folder, _, name = target.rpartition("/")
        beside = [posixpath.basename(file) for file in self._files if posixpath.dirname(file) == folder]
        nearest = difflib.get_close_matches(name, beside, n=1)
        return f"the nearest is `{folder}/{nearest[0]}`" if nearest else "write it, or mend the reference"

    def _clashes(self) -> Iterator[Problem]:
        first_spellings: dict[str, str] = {}
        for file in self._files:
            other = first_spellings.setdefault(file.casefold(), file)
            if other != file:
                sentence = f"Only upper and lower case tell this file from `{other}`; rename one of them."
                yield Problem(self._start(file), sentence)

    def _unused(self) -> Iterator[Problem]:
        if any(source.problems for source in self._sources.values()):
            return
        for file in self._files:
            if file not in self._reached:
                yield Problem(self._start(file), "Nothing refers to this file; refer to it or delete it.")

    def _alias_cycles(self, document: JsonObject) -> Iterator[Problem]:
        components = mapping(document.get("components"))
        aliases = {
            f"#/components/{kind}/{name}": component["$ref"]
            for kind, members in components.items()
            for name, component in members.items()
            if isinstance(component.get("$ref"), str)
        }
        for start in aliases:
            chain = _chain(start, aliases)
            if chain[-1] == start:
                sentence = f"This reference leads back to itself ({' -> '.join(chain)}); write the thing out once."
                yield Problem(self.positions[f"{start[1:]}/$ref"], sentence)

    def _start(self, file: str) -> Position:
        return Position(f"{self._name}/{file}", 1, 1)

    def _note(self, position: Position, sentence: str) -> None:
        self.problems.append(Problem(position, sentence))


def operations(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Yield the pointer and the operation for each of the paths and webhooks of `document`."""
    for section in ("paths", "webhooks"):
        for name, item in mapping(document.get(section)).items():
            for method in METHODS:
                operation = mapping(item).get(method)
                if is_object(operation):
                    yield f"/{section}/{escape(name)}/{method}", operation


def descriptions_within(root: Path) -> list[Path]:
    """The folders directly under `root` that hold descriptions of their own."""
    return sorted(path.parent for path in root.glob(f"*/{_ROOT}"))


def _files_under(root: Path) -> Iterator[str]:
    """Yield the files of the description at `root`; a folder with an `openapi.yaml` of its own is another one."""
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") or path.name in _NOT_DESCRIBING:
            continue
        if path.is_file():
            yield path.name
        elif path.is_dir() and not (path / _ROOT).exists():
            yield from (f"{path.name}/{file}" for file in _files_under(path))


def _relative(file: str) -> str:
    return file.partition("/")[2]


def _chain(start: str, aliases: dict[str, str]) -> list[str]:
    chain = [start]
    while chain[-1] in aliases and chain.count(chain[-1]) == 1:
        chain.append(aliases[chain[-1]])
    return chain
