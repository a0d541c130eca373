"""`make bench`: what pages cost beside a bare Django page, in one run (`docs/measuring.md`)."""
