"""Settings, gathered from small files by concern; the environment is read in `config.env`."""

from config.settings.parts.api import *
from config.settings.parts.apps import *
from config.settings.parts.auth import *
from config.settings.parts.cms import *
from config.settings.parts.data import *
from config.settings.parts.languages import *
from config.settings.parts.mail import *
from config.settings.parts.pages import *
from config.settings.parts.security import *
from config.settings.parts.work import *
from config.startup import refuse_unsafe_start

refuse_unsafe_start(globals())
