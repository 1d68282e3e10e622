"""The front page, the search over everything, the workbench, and the rules and templates in force."""
