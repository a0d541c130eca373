"""The entries of the taxonomy: phases, subjects, themes and the nine lenses on learning, in both languages.

Phases name ages, so that an English key stage and a Swedish stadium find each other. They are written to the
database after every `migrate`; an entry that is gone from here stays there as long as something uses it.
"""

from typing import Any

from network.models.topic import Topic

Entry = tuple[str, str, str, str, str]

_PHASES: list[Entry] = [
    ("early_years", "Early years", "Förskola och förskoleklass", "Ages 3–5", "3–5 år"),
    ("ks1", "Key stage 1", "Lågstadiet, åk 1", "Ages 5–7", "5–7 år"),
    ("ks2", "Key stage 2", "Låg- och mellanstadiet, åk 1–5", "Ages 7–11", "7–11 år"),
    ("ks3", "Key stage 3", "Mellan- och högstadiet, åk 6–8", "Ages 11–14", "11–14 år"),
    ("ks4", "Key stage 4", "Högstadiet, åk 9", "Ages 14–16", "14–16 år"),
]
_SUBJECTS: list[Entry] = [
    ("english", "English", "Engelska", "", ""),
    ("maths", "Maths", "Matematik", "", ""),
    ("science", "Science", "Naturvetenskap", "", ""),
    ("geography", "Geography", "Geografi", "", ""),
    ("history", "History", "Historia", "", ""),
    ("languages", "Languages", "Språk", "", ""),
    ("computing", "Computing", "Teknik och programmering", "", ""),
    ("art", "Art and design", "Bild", "", ""),
    ("music", "Music", "Musik", "", ""),
    ("drama", "Drama", "Drama", "", ""),
    ("pe", "PE", "Idrott och hälsa", "", ""),
    ("pshe", "PSHE", "Livskunskap", "", ""),
]
_THEMES: list[Entry] = [
    ("oracy", "Talk and oracy", "Samtal och muntlighet", "", ""),
    ("reading", "Reading", "Läsning", "", ""),
    ("writing", "Writing", "Skrivande", "", ""),
    ("early_language", "Early language", "Tidig språkutveckling", "", ""),
    ("wellbeing", "Wellbeing", "Välbefinnande", "", ""),
    ("calm_to_study", "Calm to study", "Studiero", "", ""),
    ("inclusion", "Inclusion", "Inkludering", "", ""),
    ("eal", "New to the language", "Nyanlända och flerspråkighet", "", ""),
    ("pupil_voice", "Pupil voice", "Elevinflytande", "", ""),
    ("outdoor_learning", "Outdoor learning", "Uteundervisning", "", ""),
    ("lesson_study", "Lesson study", "Lektionsstudier", "", ""),
    ("peer_observation", "Peer observation", "Kollegiala besök", "", ""),
    ("coaching", "Coaching", "Coachning", "", ""),
    ("mentoring", "Mentoring", "Handledning", "", ""),
    ("assessment", "Assessment", "Bedömning", "", ""),
    ("home_school", "Home and school", "Hem och skola", "", ""),
    ("mixed_age", "Mixed-age classes", "Åldersblandade klasser", "", ""),
    ("international", "Schools abroad", "Skolor i andra länder", "", ""),
    ("leadership", "Leading a school", "Skolledning", "", ""),
    ("support_staff", "Support staff", "Övrig personal", "", ""),
]
_LENSES: list[Entry] = [
    ("interests", "Interests", "Intressen", "How does it meet what learners are interested in?", "Hur möter det elevernas intressen?"),
    ("concepts", "Concepts", "Begrepp", "Which ideas does it deepen?", "Vilka begrepp fördjupas?"),
    ("connections", "Connections", "Samband", "What does it connect with, learnt elsewhere?", "Vilka samband med annat lärande finns?"),
    ("higher_thinking", "Harder thinking", "Tänka djupare", "Where do learners have to think harder?", "Var behöver eleverna tänka djupare?"),
    ("sharing_ideas", "Sharing ideas", "Dela idéer", "How do learners share ideas and work in groups?", "Hur delar eleverna idéer och arbetar i grupp?"),
    ("meaningful", "Meaning", "Mening", "What does it mean to their own lives?", "Vad betyder det i deras egna liv?"),
    ("prior_learning", "What they know already", "Förkunskaper", "How do we know that it builds on what was learnt?", "Hur vet vi att det bygger på det de redan kan?"),
    ("talk_about_learning", "Talk about learning", "Tala om lärande", "How do learners say what they learn, and how?", "Hur berättar eleverna vad och hur de lär sig?"),
    ("understanding", "Understanding", "Förståelse", "Do they understand what they hear and read?", "Förstår de det de hör och läser?"),
]  # fmt: skip
TAXONOMY: dict[str, list[Entry]] = {
    Topic.Kind.PHASE: _PHASES,
    Topic.Kind.SUBJECT: _SUBJECTS,
    Topic.Kind.THEME: _THEMES,
    Topic.Kind.LENS: _LENSES,
}


def sync_taxonomy(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: write the entries, adding what is new and renaming what changed."""
    topics = [
        Topic(
            kind=kind,
            code=code,
            name_en=name_en,
            name_sv=name_sv,
            note_en=note_en,
            note_sv=note_sv,
            position=position,
        )
        for kind, entries in TAXONOMY.items()
        for position, (code, name_en, name_sv, note_en, note_sv) in enumerate(entries)
    ]
    Topic.objects.using(using).bulk_create(
        topics,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name_en", "name_sv", "note_en", "note_sv", "position"],
    )
