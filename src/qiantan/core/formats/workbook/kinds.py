"""What a file is, told by its first bytes and not by its name."""

from typing import Final

from qiantan.core.formats.workbook.preflight import Refusal

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "exe"),
    (b"SQLite", "SQLite"),
)
_PAGE: Final = (b"<html", b"<!doctype html", b"<?xml", b"<table")


def kind_of(content: bytes) -> str:
    """Return "xlsx" or "csv". Raises `Refusal` for an empty file and for kinds that are not read."""
    if not content:
        raise Refusal("WB-FILE-EMPTY")
    if content.startswith(_COMPOUND):
        # An encrypted xlsx is a compound file with a stream named EncryptedPackage; an old xls is a compound file too.
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Refusal("WB-FILE-PASSWORD" if encrypted else "WB-FILE-XLS")
    if content.startswith(b"PK"):
        return "xlsx"
    for start, kind in _OTHERS:
        if content.startswith(start):
            raise Refusal("WB-FILE-KIND", kind)
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(_PAGE):
        # Some systems export a web page or an XML sheet and call it xls.
        raise Refusal("WB-FILE-KIND", "HTML/XML")
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("WB-FILE-KIND", "binary")
    return "csv"
