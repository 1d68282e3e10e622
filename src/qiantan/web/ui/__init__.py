"""The design system: tokens, components, form fields, charts, and the gallery that shows them all.

A component is one template, one style sheet and rarely one script; pages call it by its tag with plain arguments.
`wiring` tells the settings where templates, static files and tags are found.
"""
