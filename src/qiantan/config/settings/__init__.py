"""Settings: `base` is shared; `demo` for one machine, `production` for operators, `test` for pytest."""
