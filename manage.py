#!/usr/bin/env python
"""Run a management command of Hedgerow."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in ("migrate", "backup", "restore", "move_to_postgres"):
        os.environ.setdefault("AS_OWNER", "1")
    execute_from_command_line(sys.argv)
