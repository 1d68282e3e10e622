"""The object model that TIDAS writes as JSON and ILCD as XML: trees of named members, the same in both.

A tree is what `dict` and `list` make of an XML document: ``@name`` is an attribute, ``#text`` the text, ``common:`` the
prefix of the shared namespace. One table (`fields`) says where each fact of a dataset stands, for writing and reading.
"""
