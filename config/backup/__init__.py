"""Backups: the database, the pictures and files, and the marks of the audit log in one sealed file; and the move to PostgreSQL."""
