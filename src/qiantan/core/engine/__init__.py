"""The engine: a pure function from a study to its footprint, with contributions, uncertainty and diagnosis.

In a notebook:

    from qiantan.core.engine import network                       # every product of a database or a province at once
    from qiantan.core.engine.calculate import calculate           # one study, without a compiler
    from qiantan.core.engine.gradient import gradient             # what every figure of it moves
    from qiantan.core.engine.uncertainty import analytic          # how far it can be off

`docs/tutorials/network.md` starts from four processes, `docs/tutorials/open-database.md` from a real database. Nothing is
imported here, so that one study never waits for what only networks need.
"""
