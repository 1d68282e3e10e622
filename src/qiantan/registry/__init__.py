"""What is kept on file: Django apps in one fixed order, lowest first: accounts, ledger, tasks, factors, products, footprints.

Reads are in `queries` (first argument `viewer`), writes in `operations` (keyword-only, `by`, `at`); tables stay behind.
"""
