"""Rows in and out of the database by binary COPY: one array, no row is ever a Python object.

A binary row is a count of fields, then for each its length and its bytes, most significant first; columns without NULL
therefore have fixed places, and a table is an array.
"""

import numpy as np
from django.db import connection

from qiantan.core.province.rows import Rows

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END = b"\xff\xff"


def copy_out(table: str, dtype: "np.dtype[np.void]", *, source: str = "") -> Rows:
    """Return the columns of a table that `dtype` names; `source` is a query instead, its columns in that order."""
    columns = ", ".join(f'"{name}"' for name in dtype.names or ())
    content = _copied(f"({source})" if source else f"{table} ({columns})")
    wired = np.frombuffer(content, dtype=_wire(dtype), offset=len(HEADER), count=_count(content, dtype))
    rows: Rows = np.empty(len(wired), dtype=dtype)
    for name in dtype.names or ():
        rows[name] = wired[name]
    return rows


def _copied(source: str) -> bytearray:
    """Return everything a binary COPY sends. The driver's own loop goes through its event machinery for every row, which
    costs more than the row; this takes the rows as they come and leaves the end of the copy to the driver.
    """
    content = bytearray()
    with connection.cursor() as cursor, cursor.copy(f"COPY {source} TO STDOUT (FORMAT BINARY)") as copy:
        take = copy.connection.pgconn.get_copy_data
        size, data = take(0)
        while size > len(END):
            content += data
            size, data = take(0)
        copy.read()
    return content


def copy_in(table: str, rows: Rows) -> None:
    """Append rows to a table."""
    columns = ", ".join(f'"{name}"' for name in rows.dtype.names or ())
    wired = np.empty(len(rows), dtype=_wire(rows.dtype))
    wired["fields"] = len(rows.dtype.names or ())
    for name in rows.dtype.names or ():
        wired[f"length of {name}"] = rows.dtype[name].itemsize
        wired[name] = rows[name]
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(HEADER)
        copy.write(wired.tobytes())
        copy.write(END)


def _count(content: bytearray, dtype: "np.dtype[np.void]") -> int:
    return (len(content) - len(HEADER)) // _wire(dtype).itemsize


def _wire(dtype: "np.dtype[np.void]") -> "np.dtype[np.void]":
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name in dtype.names or ():
        fields += [(f"length of {name}", ">i4"), (name, dtype[name].newbyteorder(">").str)]
    return np.dtype(fields)
