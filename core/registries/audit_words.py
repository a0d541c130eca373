"""What an action in the audit log is called in words: each room names its own."""

from django.utils.functional import Promise

from core.registries.base import Registry

#: action → sentence. `%(who)s` is the acting person; `%(whom)s` the person concerned; `%(detail)s` what the
#: details add, in words. A sentence uses those it needs.
sentences: Registry[str | Promise] = Registry("words of the audit log")
