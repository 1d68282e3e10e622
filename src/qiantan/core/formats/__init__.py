"""Codecs: how documents of the outside world are read and written; they do not know each other."""
