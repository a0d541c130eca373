"""Words that every text has, in both languages; nobody finds anything by them."""

_ENGLISH = """
a about after all also an and any are as at be because been before but by can could did do does for from get had has
have he her his how i if in into is it its just me more my no not of off on only or our out over she so some than that
the their them then there these they this to up us was we were what when where which who why will with would you your
"""
_SWEDISH = """
alla allt att av blev bli blir de dem den denna det detta dig din dina ditt du där då efter eller en er ett finns från
får för ha hade han har hon hur i inte ja jag kan kom kunde man med mellan men mer mig min mina mitt mot mycket ni nu
något när och också om oss på sedan sig sin sina sitt ska skulle som så till under upp ut utan vad var vara varför vi
vid vill vilka vilken är än
"""
STOP_WORDS = frozenset((_ENGLISH + _SWEDISH).split())
