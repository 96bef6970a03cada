"""Texts that look real, by what they are called."""

from random import Random


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


FIRST = words(
    "Ada Alan Amara Anna Ben Carla Chen Clara David Elena Emil Farid Grace Hana Ines Ivan Jonas Julia "
    "Kofi Lena Leo Lucia Mara Mateo Mia Nadia Noah Olga Omar Paula Priya Ravi Rosa Sara Tariq Tom Vera"
)
LAST = words(
    "Adeyemi Ahmed Bauer Berg Brown Costa Dubois Evans Fischer Garcia Haddad Hansen Ito Jensen Khan "
    "Kim Kowalski Lopez Mendes Moreau Nowak Okafor Patel Rossi Santos Silva Singh Tanaka Weber Young"
)
CITIES = words(
    "Accra Bergen Bilbao Bologna Boston Cork Dresden Galway Ghent Graz Kyoto Leeds Lima Lyon Malmo "
    "Montreal Nairobi Oslo Porto Quito Riga Salzburg Seville Tampere Turin Utrecht"
)
COUNTRIES = words(
    "Austria Belgium Brazil Canada Chile Denmark Finland France Germany Ghana India Ireland Italy "
    "Japan Kenya Norway Peru Portugal Spain Sweden"
)
STREETS = words("Station Church Mill Park School Bridge Garden Market Harbour Castle River Orchard")
ADJECTIVES = words(
    "blue bright calm compact fine fresh green light plain quiet round silver small warm"
)
NOUNS = words(
    "basket bench book bottle bowl chair clock coat cup desk drawer garden glass kettle lamp letter "
    "mirror notebook pan pencil plate scarf shelf table teapot tray umbrella vase"
)
SENTENCES = (
    "Arrived in good order.",
    "Please ring twice.",
    "To be looked at again next week.",
    "Nothing out of the ordinary.",
    "Asked for a call back in the afternoon.",
    "As agreed on the phone.",
    "The first of a small series.",
    "Leave it with the neighbours.",
)
PEOPLE = words(
    "author customer doctor employee guest member owner patient people person reader student teacher user"
)


def plausible(topic: str, random: Random) -> str:
    """Return a text for a topic such as ``users.name``: the name of a person, a city, a sentence."""
    route, _, field = topic.partition(".")
    for parts, make in MAKERS:
        if any(part in field for part in words(parts)):
            return make(random)
    if "name" in field:
        is_person = any(each in route for each in PEOPLE)
        return person(random) if is_person else thing(random)
    return thing(random)


def person(random: Random) -> str:
    """Return a whole name."""
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def thing(random: Random) -> str:
    """Return what somebody may sell, own or write about."""
    return f"{random.choice(ADJECTIVES).capitalize()} {random.choice(NOUNS)}"


def street(random: Random) -> str:
    """Return a street and a number."""
    return f"{random.randint(1, 180)} {random.choice(STREETS)} Street"


def sentences(random: Random) -> str:
    """Return a short remark."""
    return " ".join(random.sample(SENTENCES, random.randint(1, 3)))


def phone(random: Random) -> str:
    """Return a number that nobody has."""
    return f"+1 202 555 01{random.randint(0, 99):02}"


# The first row with a word that is part of the field's name decides.
MAKERS = (
    ("first_name forename given_name", lambda random: random.choice(FIRST)),
    ("last_name surname family_name", lambda random: random.choice(LAST)),
    ("city town", lambda random: random.choice(CITIES)),
    ("country nation", lambda random: random.choice(COUNTRIES)),
    ("street address", street),
    ("zip postcode postal", lambda random: str(random.randint(10000, 99999))),
    ("phone mobile fax", phone),
    ("author contact doctor person full_name", person),
    ("company firm publisher supplier brand", lambda r: f"{r.choice(LAST)} & {r.choice(LAST)}"),
    ("isbn barcode ean", lambda random: f"978{random.randint(10**9, 10**10 - 1)}"),
    ("sku code serial", lambda r: f"{r.choice(NOUNS)[:2].upper()}-{r.randint(1000, 9999)}"),
    ("color colour", lambda random: random.choice(["red", "green", "blue", "black", "white"])),
    ("description note comment text body summary message reason bio remark content", sentences),
)
