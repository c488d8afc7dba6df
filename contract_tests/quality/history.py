"""The versions of an OpenAPI document that a git repository keeps, each as one document."""

import io
import re
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeAlias

Bundle: TypeAlias = Callable[[Path], bytes]  # makes one document of a file and of the files that it refers to
# A property of the name `$ref`, and an example that holds a URL there, refer to no file.
_OTHER_FILE = re.compile(rb"""\$ref["']?: *["']?(?![a-z]+:)[^#"'\s{\[]""")


class HistoryError(Exception):
    """A repository or a document in it cannot be read; the text is one sentence."""


@dataclass(frozen=True)
class History:
    """A document in a git repository, which may be bare; `path` is that of the document below the repository's root."""

    repository: Path
    path: PurePosixPath

    def commits(self, most: int) -> list[str]:
        """The newest commits that changed the document, or its folder if it refers to other files; oldest first.

        Raises:
            HistoryError: The repository was not found, or its HEAD does not have the document.
        """
        changed = self.path.parent if self._is_split(self._content("HEAD")) else self.path
        newest = ("rev-list", "--first-parent", "--abbrev-commit", f"--max-count={most}", "HEAD")
        return self._git(*newest, "--", f":(top){changed}").decode().split()[::-1]

    def document(self, commit: str, bundle: Bundle) -> bytes:
        """The document at a commit, with the files that it refers to.

        Raises:
            HistoryError: The commit holds no such document.
        """
        content = self._content(commit)
        if not self._is_split(content):
            return content
        with TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(self._git("archive", commit))) as archive:
            archive.extractall(folder, filter="data")
            return bundle(Path(folder, self.path))

    def _content(self, commit: str) -> bytes:
        return self._git("cat-file", "blob", f"{commit}:{self.path}")

    @staticmethod
    def _is_split(content: bytes) -> bool:
        return _OTHER_FILE.search(content) is not None

    def _git(self, *arguments: str) -> bytes:
        command = ["git", "-C", str(self.repository), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - git
        except OSError:
            raise HistoryError("git is not installed.") from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise HistoryError(f"{self.repository}: git says {said[-1] if said else 'nothing'!r}.")
        return done.stdout
