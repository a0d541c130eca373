"""Reads of the library, each starting from the write-ups its reader may see."""
