"""Local typical values: figures made of plant values given in confidence, and when they may be published.

`rule` the parameters; `contribution` what a plant gives; `thresholds`, `overlap` and `rounding` the three guards;
`spread` how plants differ; `release` decides and computes; `attack` what the strongest attacker learns; `factor` the
published value as a factor.
"""
