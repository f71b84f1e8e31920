"""Names of people at the sites of the sample organisation. All of them are invented."""

import random
import re
import unicodedata
from collections.abc import Iterator
from itertools import product

DOTS = re.compile(r"\.+")
INITIALS = "AMJLESCRTKNPBDHGVFIW"
POOLS: dict[str, tuple[str, str]] = {
    "Rotterdam": (
        (
            "Sanne Daan Fleur Bram Lotte Ruben Noor Thijs Maud Sem Femke Joris Anouk Stijn Imke Koen"
            " Yasmin Mehmet Soraya Jelle Hanneke Wouter Naima Pieter Esra Gijs Marloes Idris Roos Tomasz"
        ),
        (
            "Verbeek|de Haan|Kuipers|van der Wal|Bakker|Hoekstra|Yilmaz|Brouwer|Postma|El Amrani|Visser"
            "|Dijkman|Terpstra|van Loon|Schouten|Aydin|Veenstra|Kok|Wolski|Hendriks|Mulder|Ouahbi|Zwart"
            "|van Dongen|Rietveld|Blom|Timmers|Karimi|Huizinga|Nijland"
        ),
    ),
    "Porto": (
        (
            "Inês Tiago Beatriz Rui Marta Nuno Joana Duarte Leonor Miguel Catarina André Sofia Gonçalo"
            " Teresa Hugo Carolina Vasco Filipa Bruno Luísa Diogo Amélia Paulo"
        ),
        (
            "Carvalho|Moreira|Teixeira|Sousa|Barbosa|Nogueira|Fonseca|Leite|Pinheiro|Magalhães|Queirós"
            "|Tavares|Antunes|Vieira|Salgado|Matos|Correia|Abrantes|Freitas|Meireles|Brandão|Rocha"
        ),
    ),
    "Bengaluru": (
        (
            "Ananya Rohan Kavya Arjun Meera Vikram Divya Karthik Nisha Sanjay Priya Aditya Lakshmi"
            " Farhan Shreya Manoj Deepa Imran Pooja Suresh Asha Nikhil Radhika Joseph"
        ),
        (
            "Rao|Iyer|Menon|Sharma|Hegde|Nair|Gowda|Khan|Kulkarni|Reddy|Shetty|Thomas|Banerjee|Pillai"
            "|Deshpande|Krishnan|Mathew|Bhat|Joshi|Murthy|Chandra|Fernandes"
        ),
    ),
    "Dubai": (
        (
            "Layla Omar Noor Hamad Rania Khalid Salma Yousef Dana Tariq Huda Samir Mariam Ahmed Reem"
            " Bilal Hessa Zayed Nadia Faris Amira Rashid Lina Adel"
        ),
        (
            "Al Mansoori|Haddad|Al Suwaidi|Khoury|Al Shamsi|Nasser|Farouk|Al Ketbi|Saleh|Hamdan|Qureshi"
            "|Al Falasi|Darwish|Mahmoud|Al Zaabi|Rahimi|Bashir|Al Marri|Sabbagh|D'Souza|Kassem|Najjar"
        ),
    ),
    "Toronto": (
        (
            "Maya Liam Chloé Ethan Aaliyah Noah Grace Jamal Olivia Wei Hannah Kwame Isabelle Minh Zoe"
            " Mateo Claire Omar Naomi Lucas Fatima Ryan Mei Daniel"
        ),
        (
            "Campbell|Tremblay|Chen|Okafor|Singh|MacLeod|Nguyen|Gagnon|Boateng|Park|Murray|Hassan"
            "|Rossi|Lavoie|Wong|Bennett|Santos|Kowalchuk|Adeyemi|Fraser|Li|Roy"
        ),
    ),
}


def names(site: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Given and family names of a site, in random order, no two the same.

    Where the pairs of names are used up, people go by a middle initial too, and then by two.
    """
    given, family = POOLS[site][0].split(), POOLS[site][1].split("|")
    pairs = [(first, last) for first in given for last in family]
    chance.shuffle(pairs)
    yield from pairs
    for count in (1, 2):
        for letters in product(INITIALS, repeat=count):
            middle = " ".join(f"{letter}." for letter in letters)
            yield from ((f"{first} {middle}", last) for first, last in pairs)


def address(given: str, family: str, domain: str) -> str:
    """An e-mail address in plain letters."""
    bare = unicodedata.normalize("NFKD", f"{given}.{family}".lower())
    plain = "".join(c for c in bare if c.isascii() and (c.isalnum() or c in ".-"))
    return f"{DOTS.sub('.', plain)}@{domain}"
