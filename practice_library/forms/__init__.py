"""Forms of writing and reviewing. They clean; services save."""
