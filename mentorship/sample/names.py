"""Names of people at the sites of the sample organisation. All of them are invented."""

import random
import unicodedata
from collections.abc import Iterator

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
    """Given and family names of a site, in random order, each pair once; numbered when used up."""
    given, family = POOLS[site]
    pairs = [(first, last) for first in given.split() for last in family.split("|")]
    chance.shuffle(pairs)
    yield from pairs
    number = 2
    while True:
        yield from ((first, f"{last} {number}") for first, last in pairs)
        number += 1


def address(given: str, family: str, domain: str) -> str:
    """An e-mail address in plain letters."""
    bare = unicodedata.normalize("NFKD", f"{given}.{family}".lower())
    return "".join(c for c in bare if c.isascii() and (c.isalnum() or c in ".-")) + "@" + domain
