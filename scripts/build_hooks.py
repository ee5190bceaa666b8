"""What hatchling asks for while it builds: the page on a package index, and the SBOM that PEP 770 puts into the wheel.

Both follow from `pyproject.toml`, `README.md` and `generated/` alone, so that two builds have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

Table: TypeAlias = dict[str, Any]

_FENCE: Final = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|#|//")
_REQUIREMENT: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?P<range>.*)")
_GENERATED: Final = ("openapi.json", "sandbox.json")
_TOOLS: Final = ("hatchling", "openapi-python-client")


class Metadata(MetadataHookInterface):
    """The page on a package index, and the addresses of the project."""

    def update(self, metadata: Table) -> None:
        """Set `readme`, with links that lead somewhere from any page, and `urls`."""
        config = cast("Table", self.config)  # pyright: ignore[reportUnknownMemberType] - hatchling says dict
        repository = str(config.get("repository", "")).rstrip("/")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        page = package_page(text, repository, metadata["version"])
        metadata["readme"] = {"content-type": "text/markdown", "text": page}
        metadata["urls"] = {**config.get("urls", {}), **_urls(repository)}


class Sbom(BuildHookInterface[Any]):
    """Puts the SBOM into the wheel."""

    def initialize(self, version: str, build_data: Table) -> None:  # noqa: ARG002 - hatchling's signature
        """Write the SBOM beside the tree, and name it."""
        folder = Path(tempfile.mkdtemp(prefix="sbom-"))
        core = cast("Any", self).metadata.core
        path = folder / f"{core.name}.cdx.json"
        path.write_text(json.dumps(sbom(core, Path(self.root)), indent=2) + "\n", encoding="utf-8")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: Table, artifact_path: str) -> None:  # noqa: ARG002 - the same
        """Remove what `initialize` wrote."""
        for name in build_data["sbom_files"]:
            Path(name).unlink()
            Path(name).parent.rmdir()


def package_page(readme: str, repository: str, version: str) -> str:
    """The README with links that work from any page: into the repository; without its address they are plain text."""

    def replaced(found: re.Match[str]) -> str:
        target = found["target"]
        if _ELSEWHERE.match(target):
            return found[0]
        return (
            f"{found['image']}[{found['text']}]({repository}/blob/v{version}/{target})" if repository else found["text"]
        )

    parts = _FENCE.split(readme)
    return "".join(part if part.startswith("```") else _LINK.sub(replaced, part) for part in parts)


def sbom(core: Any, root: Path) -> Table:
    """The bill of materials in CycloneDX 1.6: the package, what it needs, and the contract that it was made from."""
    own = f"pkg:pypi/{core.name}@{core.version}"
    needed = dict.fromkeys(core.dependencies, "required")
    for requirements in core.optional_dependencies.values():
        for requirement in requirements:
            needed.setdefault(requirement, "optional")
    components = [_dependency(requirement, scope) for requirement, scope in sorted(needed.items())]
    components = [component for component in components if component["name"] != core.name]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": name} for name in _TOOLS]},
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": core.name,
                "version": core.version,
                "purl": own,
                "licenses": [{"license": {"id": core.license_expression or core.license}}],
            },
        },
        "components": [*components, *(_file(root / "generated" / name) for name in _GENERATED)],
        "dependencies": [{"ref": own, "dependsOn": sorted({component["bom-ref"] for component in components})}],
    }


def _dependency(requirement: str, scope: str) -> Table:
    """A package of others; the range of its versions is a property, since whoever installs it chooses one."""
    found = _REQUIREMENT.match(requirement.replace(" ", ""))
    if found is None:
        raise ValueError(f"{requirement!r} is no requirement")
    name, allowed = found["name"].lower(), found["range"]
    reference = f"pkg:pypi/{name}"
    versions = [{"name": "python:version-range", "value": allowed}] if allowed else []
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "purl": reference,
        "scope": scope,
        "properties": versions,
    }


def _file(path: Path) -> Table:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"type": "data", "name": path.name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _urls(repository: str) -> dict[str, str]:
    if not repository:
        return {}
    places = {"Source": "", "Changelog": "/blob/main/CHANGELOG.md", "Security": "/blob/main/SECURITY.md"}
    return {name: f"{repository}{place}" for name, place in places.items()}
