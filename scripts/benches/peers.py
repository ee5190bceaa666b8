"""The peers that read the same payments: a stock generator's classes, pydantic's models, dataclasses, stripe's objects.

They are looked up when they are needed: they are installed for the benchmark alone.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import json
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, TypeAlias

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from benches import payments
from benches.mirrored import mirror, mirror_as_dataclass
from codegen.lowering import lower

Decode: TypeAlias = Callable[[bytes], object]

KEY: Final = "sk_test_not_a_real_key"
STOCK: Final = "stock_onepay"


@contextlib.contextmanager
def peers() -> Generator[dict[str, Decode]]:
    """What decodes a list of payments, by name; who is not installed is left out."""
    with stock() as from_dict:
        found: dict[str, Decode] = {"openapi-python-client, stock": from_dict}
        if _installed("pydantic"):
            found["pydantic"] = pydantic()
        if _installed("mashumaro"):
            found["mashumaro, orjson"] = mashumaro()
        if _installed("adaptix"):
            found["adaptix, orjson"] = adaptix()
        if _installed("stripe"):
            found["stripe-python objects"] = stripe()
        yield found


@contextlib.contextmanager
def stock() -> Generator[Decode]:
    """The stock generator's output for the same contract, which reads what `json.loads` has made."""
    with tempfile.TemporaryDirectory() as folder:
        _write_stock(Path(folder) / STOCK)
        sys.path.insert(0, folder)
        try:
            importlib.invalidate_caches()
            from_dict = importlib.import_module(f"{STOCK}.models").Payment.from_dict
            yield lambda body: [from_dict(payment) for payment in json.loads(body)]
        finally:
            sys.path.remove(folder)


def pydantic() -> Decode:
    """Pydantic models with the same fields and types, read straight from the bytes."""
    from onepay_api import models  # noqa: PLC0415 - only who measures pays for it

    library = importlib.import_module("pydantic")
    adapter = library.TypeAdapter(list.__class_getitem__(mirror(models.Payment, library)))
    decode: Decode = adapter.validate_json
    return decode


def mashumaro() -> Decode:
    """Dataclasses that mashumaro makes of what orjson reads; what comes in several forms stays as it came."""
    decoder = importlib.import_module("mashumaro.codecs.orjson").ORJSONDecoder
    decode: Decode = decoder(list.__class_getitem__(_dataclass())).decode
    return decode


def adaptix() -> Decode:
    """The same with adaptix."""
    loads = importlib.import_module("orjson").loads
    load = importlib.import_module("adaptix").Retort().get_loader(list.__class_getitem__(_dataclass()))
    return lambda body: load(loads(body))


def _dataclass() -> type:
    from onepay_api import models  # noqa: PLC0415 - only who measures pays for it

    mirrored: type = mirror_as_dataclass(models.Payment)
    return mirrored


def stripe() -> Decode:
    """stripe-python's objects, which are dicts with attributes, made of what `json.loads` has made."""
    construct = importlib.import_module("stripe").StripeObject.construct_from
    return lambda body: [construct(payment, KEY) for payment in json.loads(body)]


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _write_stock(target: Path) -> None:
    config = Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override=target.name),
        MetaType.NONE,
        document_source=target,
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
    contract = json.loads(payments.CONTRACT.read_text(encoding="utf-8"))
    data = GeneratorData.from_dict(lower(contract), config=config)
    if isinstance(data, GeneratorError):
        raise SystemExit(
            f"The stock generator does not take the contract ({data.detail}): see scripts/codegen/lowering.py."
        )
    with contextlib.redirect_stdout(io.StringIO()):  # it announces the folder
        Project(openapi=data, config=config).build()
