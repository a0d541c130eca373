"""The people of the demo. All of them are invented."""

import unicodedata
from dataclasses import dataclass

from network.roles import NetworkRole, Role


@dataclass(frozen=True)
class DemoPerson:
    """Somebody at a school, with what they do there and which year groups they work with."""

    name: str
    school: str
    job: str
    roles: tuple[str, ...]
    years: tuple[str, ...] = ()
    network_roles: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """First name at the school's code, lower case without accents."""
        first = unicodedata.normalize("NFKD", self.name.split(" ")[0]).encode("ascii", "ignore").decode()
        return f"{first.lower()}@{self.school.lower()}.example"


_TEACHER = (Role.TEACHER,)
_COORDINATES, _EDITS = (NetworkRole.COORDINATOR,), (NetworkRole.EDITOR,)

PEOPLE = [
    DemoPerson("Ruth Aldersley", "MAR", "Head", (Role.HEAD,), network_roles=_COORDINATES),
    DemoPerson("Alison Prewett", "MAR", "Year 6 and phase leader", (Role.TEACHER, Role.PROGRAMME_COORDINATOR), ("Year 6",), network_roles=_EDITS),
    DemoPerson("Hannah Kershaw-Lee", "MAR", "Year 4", _TEACHER, ("Year 4",)),
    DemoPerson("Jo Thistlewood", "MAR", "Lunchtime supervisor", (Role.SUPPORT_STAFF,)),
    DemoPerson("Nadia Pryce", "MAR", "Safeguarding lead", (Role.SAFEGUARDING_LEAD, Role.TEACHER)),
    DemoPerson("Maureen Tilley", "MAR", "School office", (Role.SCHOOL_ADMIN,)),
    DemoPerson("Hazel Dunning", "MAR", "Data protection officer", (Role.DATA_PROTECTION,)),
    DemoPerson("Imran Qadri", "THO", "Head", (Role.HEAD, Role.TEACHER)),
    DemoPerson("Callum Dyce", "THO", "Years 4 and 5", _TEACHER, ("Year 4", "Year 5")),
    DemoPerson("Wendy Sprake", "THO", "Years 1 and 2", _TEACHER, ("Year 1", "Year 2")),
    DemoPerson("Joanna Pettifer", "CAL", "Head", (Role.HEAD,)),
    DemoPerson("Priya Nandakumar", "CAL", "English lead", (Role.TEACHER, Role.SUBJECT_LEADER), ("Year 5",)),
    DemoPerson("Martin Oakes", "CAL", "Year 3", _TEACHER, ("Year 3",)),
    DemoPerson("Geoff Lathom", "CAL", "Governor", (Role.GOVERNOR,)),
    DemoPerson("Dele Okonjo", "RIB", "Head", (Role.HEAD,)),
    DemoPerson("Gwen Morphet", "RIB", "Year 4", _TEACHER, ("Year 4",)),
    DemoPerson("Owen Hurstfield", "RIB", "Maths lead", (Role.TEACHER, Role.SUBJECT_LEADER), ("Year 6",)),
    DemoPerson("Fiona Braithe", "HES", "Head", (Role.HEAD,)),
    DemoPerson("Kit Rawnsley", "HES", "Year 5, in a first year of teaching", _TEACHER, ("Year 5",)),
    DemoPerson("Ellen Varga", "HES", "Teacher mentor, Year 2", (Role.TEACHER, Role.TEACHER_MENTOR), ("Year 2",)),
    DemoPerson("Tess Garnock", "HES", "Year 1", _TEACHER, ("Year 1",)),
    DemoPerson("Marek Wiśniewski", "OVE", "Head", (Role.HEAD,)),
    DemoPerson("Bea Sallow", "OVE", "SENCO", (Role.TEACHER, Role.LEARNING_SUPPORT)),
    DemoPerson("Sam Ollerton", "OVE", "Cover supervisor", (Role.SUPPORT_STAFF,)),
    DemoPerson("Lorraine Tattersby", "MOS", "Head", (Role.HEAD,)),
    DemoPerson("Cath Dunmore", "MOS", "Year 2", _TEACHER, ("Year 2",)),
    DemoPerson("Nasreen Bhatti", "MOS", "Reception", _TEACHER, ("Reception",)),
    DemoPerson("Karin Ekvall", "NOR", "Rektor", (Role.HEAD,)),
    DemoPerson("Tomas Lindqvist-Shah", "NOR", "MYP-koordinator", (Role.TEACHER, Role.PROGRAMME_COORDINATOR)),
    DemoPerson("Amina Farouk", "NOR", "Specialpedagog", (Role.LEARNING_SUPPORT,)),
    DemoPerson("Pelle Norgren", "NOR", "Kurator", (Role.LEARNING_SUPPORT, Role.SAFEGUARDING_LEAD)),
    DemoPerson("Sofia Åhs", "NOR", "Mentor, MYP 2", (Role.TEACHER, Role.FORM_MENTOR), ("MYP 2 (åk 7)",)),
    DemoPerson("Daniel Mbeki", "NOR", "Mentor, MYP 2", (Role.TEACHER, Role.FORM_MENTOR), ("MYP 2 (åk 7)",)),
    DemoPerson("Della Marsh", "SKE", "Head", (Role.HEAD,), network_roles=_COORDINATES),
    DemoPerson("Olive Harker", "DUN", "Head", (Role.HEAD,), network_roles=_COORDINATES),
    DemoPerson("Rafe Collis", "DUN", "Year 4", _TEACHER, ("Year 4",)),
    DemoPerson("Petra Lunn", "EDG", "Head", (Role.HEAD,), network_roles=_EDITS),
]  # fmt: skip

#: Shown by `make demo` and on the sign-in page: one of each kind.
_SHOWN = {
    "ruth@mar.example": "head, coordinates the network",
    "hannah@mar.example": "teacher, Year 4",
    "alison@mar.example": "teacher, edits the network's library",
    "jo@mar.example": "lunchtime supervisor",
    "hazel@mar.example": "data protection officer",
    "gwen@rib.example": "teacher at a partner school",
    "kit@hes.example": "in a first year of teaching",
    "geoff@cal.example": "governor",
    "sofia@nor.example": "form mentor, in Swedish",
    "karin@nor.example": "rektor, in Swedish",
    "olive@dun.example": "head in a network of strangers",
}
ACCOUNTS = [(person.email, person.name, _SHOWN[person.email]) for person in PEOPLE if person.email in _SHOWN]
