#!/usr/bin/env python
"""Django's commands for operators and developers; the `qiantan` command is for everyone else."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiantan.config.settings.demo")
    execute_from_command_line(sys.argv)
