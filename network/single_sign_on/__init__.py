"""Signing in at the school's own provider: allauth's OAuth 2.0, with OpenID Connect as strict as its specification."""
