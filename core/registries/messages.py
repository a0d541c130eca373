"""The kinds of message the hub sends; each room registers its own."""

from dataclasses import dataclass

from django.utils.functional import Promise

from core.registries.base import Registry


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: `template` names `<template>.subject.txt`, `.txt` and `.html` under templates."""

    code: str
    label: str | Promise
    template: str


kinds: Registry[MessageKind] = Registry("message kinds")
