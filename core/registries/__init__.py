"""Registries: how a room above tells a room below what it has to show.

A room registers in the `ready()` of its `apps.py`; the room below asks the registry and never imports upwards.
"""
