"""The command line: a plant's workbook in, a footprint that anyone can recompute out."""
