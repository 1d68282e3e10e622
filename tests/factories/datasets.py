"""Datasets made at random, every part of the document used, every figure with its own digits."""

import random
from decimal import Decimal

from qiantan.core.datasets import choices, document
from qiantan.core.datasets.document import (
    Administration,
    Classification,
    Compliance,
    Dataset,
    Exchange,
    Flow,
    Function,
    Geography,
    Impact,
    Indicator,
    Kind,
    Level,
    Modelling,
    Names,
    Parameter,
    Reference,
    Review,
    Scope,
    Share,
    Technology,
    Time,
)
from qiantan.core.datasets.export import GWP
from qiantan.core.datasets.gases import GASES, gas_flow
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text

_ZH = "电解铝石灰石原煤柴油车运输阳极炭块水泥熟料蒸汽、（）—“”《》％·①②㎡ 0123456789kgCO2e<&>\"'/"
_EN = "aluminium limestone coal, truck (diesel) & anode <b> \"50 %\" 'x' /µ·é— 0123456789 kgCO2e\n"
_UNITS = ("t", "kg", "kWh", "MJ", "GJ", "TJ", "m3", "Nm3", "t*km", "m2", "km", "h", "件", "元")
_TYPES = {
    Kind.AGGREGATED: "LCI result",
    Kind.ELECTRICITY_FOOTPRINT: "LCI result",
    Kind.UNIT_PROCESS: "Unit process, single operation",
    Kind.EMISSION: "Unit process, black box",
    Kind.ELECTRICITY_EMISSION: "Unit process, black box",
    Kind.PARAMETER: "Unit process, black box",
    Kind.GWP_SET: "Unit process, black box",
}


class Maker:
    """Makes datasets from one seed; the same seed always makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def maybe(self, make, without=None, chance=0.6):
        return make() if self.random.random() < chance else without

    def words(self, most=40):
        kind = self.random.choice(("zh", "en", "both", "both", "none"))
        return Text(
            self._line(_ZH, most, "黔") if kind in ("zh", "both") else "",
            self._line(_EN, most, "q") if kind in ("en", "both") else "",
        )

    def name(self):
        return self.random.choice((Text(self._line(_ZH, 20, "碳"), self._line(_EN, 20, "c").replace("\n", " ")),
                                   Text("", self._line(_EN, 20, "c").replace("\n", " ")),
                                   Text(self._line(_ZH, 20, "碳"), "")))  # fmt: skip

    def _line(self, letters, most, first):
        return (first + "".join(self.random.choices(letters, k=self.random.randint(0, most)))).strip()

    def figure(self, low=-12, high=12):
        digits = self.random.randint(1, 17)
        value = self.random.randint(1, 10**digits)
        shift = self.random.randint(max(low, -12), high)
        text = format(Decimal(value).scaleb(shift - digits), "f")
        return Decimal(text + "0" * self.random.randint(0, 2) if "." in text else text)

    def percent(self):
        return Decimal(self.random.randint(0, 10**6)).scaleb(-self.random.randint(4, 9))

    def uuid(self):
        return uuid_of("made", str(self.random.getrandbits(64)))

    def reference(self, kind):
        return Reference(kind, self.uuid(), self.name(), f"{self.random.randint(0, 99):02}.00.000")

    def references(self, kind, most=3):
        return tuple(self.reference(kind) for _ in range(self.random.randint(0, most)))

    def product(self):
        unit = self.random.choice(_UNITS)
        measure = measure_of(unit.replace("*", "·"))
        kind = self.random.choice(("product", "product", "waste"))
        path = self.random.choice(
            (
                (),
                (Level("", "矿产"), Level("", "Ores & more")),
                (Level("4", "Metal products, machinery and equipment"),),
            )
        )
        return Flow(self.uuid(), self.name(), kind, measure, path), unit

    def spread(self, one):
        kind = self.random.choice(choices.DISTRIBUTIONS)
        if kind in ("lognormal", "normal"):
            one = one._replace(
                distribution=kind, spread=1 + self.figure(-6, 0) if kind == "lognormal" else self.figure(-6, 0)
            )
        elif kind:
            one = one._replace(
                distribution=kind, minimum=one.amount - self.figure(), maximum=one.amount + self.figure()
            )
        return one

    def exchange(self, number):
        if self.random.random() < 0.4:
            gas = self.random.choice([flow for flow in GASES if flow != "co2e"])
            direction = "input" if gas == "co2_biogenic_uptake" else "output"
            one = Exchange(number, gas_flow(gas), direction, self.figure(), self.random.choice(("kg", "g", "t")))
        else:
            flow, unit = self.product()
            direction = self.random.choice(choices.DIRECTIONS)
            one = Exchange(number, flow, direction, self.figure(), unit)
            one = one._replace(provider=self.maybe(self.uuid, "", 0.3))
        one = self.spread(one) if self.random.random() < 0.5 else one
        return one._replace(
            location=self.random.choice(("", "CN", "CN-GZ")),
            data_source=self.random.choice(("", *choices.DATA_SOURCES)),
            derivation=self.random.choice(("", "Measured", "Calculated", "Estimated")),
            source=self.maybe(lambda: self.reference("source"), None, 0.2),
            comment=self.words(),
        )  # fmt: skip

    def exchanges(self):
        flow, unit = self.product()
        found = [Exchange(0, flow._replace(kind="product"), "output", self.figure(), unit)]
        found += [self.exchange(number) for number in range(1, self.random.randint(2, 9))]
        products = [one.id for one in found if one.flow.kind != "elementary" and one.direction == "output"]
        if len(products) > 1:
            first = self.percent()
            shares = (Share(products[0], first), Share(products[1], 100 - first))
            found[-1] = found[-1]._replace(shares=shares)
        return tuple(found)

    def review(self):
        return Review(
            self.random.choice(choices.REVIEW_TYPES[:-1]),
            tuple(Scope(one, ("Documentation", "Expert judgement")) for one in self._some(choices.REVIEW_SCOPES)),
            tuple(Indicator(one, self.random.choice(choices.VERDICTS)) for one in self._some(choices.INDICATORS)),
            self.words(),
            self.references("contact"),
            self.maybe(lambda: self.reference("source")),
        )

    def _some(self, names):
        return sorted(self.random.sample(names, self.random.randint(0, 3)))

    def compliance(self):
        return Compliance(self.reference("source"), *(self.random.choice(choices.COMPLIANT) for _ in range(6)))

    def modelling(self, kind):
        return Modelling(
            type=_TYPES[kind],
            principle=self.random.choice(("", *choices.PRINCIPLES)),
            approach=self.random.choice(("", *choices.APPROACHES)),
            **{name: self.words(120) for name in ("allocation", "constants", "cut_off", "selection", "treatment")},
            **{name: self.words(120) for name in ("sampling", "uncertainty", "advice")},
            sources=self.references("source"),
            share_of_supply=self.maybe(self.percent),
            **self.random.choice(
                ({}, {"annual_volume": self.figure(), "annual_unit": self.random.choice(("t", "万t"))})
            ),
            completeness=self.random.choice(("", *choices.COMPLETENESS)),
            climate_completeness=self.random.choice(("", *choices.COMPLETENESS)),
        )

    def administration(self):
        people = {
            name: self.maybe(lambda: self.reference("contact"))
            for name in ("commissioner", "generator", "entered_by", "owner")
        }
        return Administration(
            **people,
            project=self.words(),
            applications=self.words(),
            entered_at=self.random.choice(("", "2026-01-05T08:00:00Z", "2025-12-31T23:59:59+08:00")),
            revised_at=self.random.choice(("", "2026-02-05T08:00:00Z")),
            version=f"{self.random.randint(0, 99):02}.{self.random.randint(0, 99):02}.{self.random.randint(0, 999):03}",
            preceding=self.maybe(lambda: self.reference("process"), None, 0.2),
            uri=self.random.choice(("", "https://example.org/datasets/1?version=2&x=%E7%A2%B3")),
            status=self.random.choice(("", *choices.STATES)),
            registration=self.random.choice(("", "GZ-2026-001")),
            copyright=self.random.choice((None, True, False)),
            licence=self.random.choice(("", *choices.LICENCES)),
            access=self.words(),
        )

    def dataset(self):
        kind = self.random.choice(list(Kind))
        year = self.maybe(lambda: self.random.randint(1990, 2026))
        return Dataset(
            uuid=self.uuid(),
            kind=kind,
            names=Names(
                base=self.name(), treatment=self.words(), mix=self.words(), functional=self.words(),
                synonyms=self.words(), comment=self.words(300),
            ),
            function=Function(exchange=0, kind=self.random.choice(choices.REFERENCE_TYPES), unit=self.words()),
            classification=self.random.choice((
                document.UNCLASSIFIED,
                Classification("", (Level("D", "Electricity, gas, steam and air conditioning supply"),)),
                Classification("ISIC", (Level("C", "Manufacturing"), Level("24", "Manufacture of basic metals"))),
            )),
            time=Time(
                reference_year=year, valid_until=self.maybe(lambda: (year or 2026) + self.random.randint(0, 9)),
                words=self.words(), collection=self.words(),
            ),
            geography=Geography(
                location=self.random.choice(("", "CN", "CN-GZ", "GLO")), prefecture=self.random.choice(("", "CN-GZ-ZNY")),
                grid=self.random.choice(("", "South")), words=self.words(),
            ),
            technology=Technology(words=self.words(200), applicability=self.words()),
            modelling=self.modelling(kind),
            reviews=tuple(self.review() for _ in range(self.random.randint(0, 2))),
            compliance=tuple(self.compliance() for _ in range(self.random.randint(0, 2))),
            administration=self.administration(),
            exchanges=self.exchanges(),
            parameters=tuple(
                Parameter(f"p{number}", self.figure(), self.random.choice(("GJ/t", "tC/GJ", "")),
                          self.maybe(self.figure), self.maybe(self.figure), self.words())
                for number in range(self.random.randint(0, 2))
            ),
            impacts=(Impact(GWP, self.figure()),) if self.random.random() < 0.3 else (),
            facts=tuple({f"fact_{n}": self._line(_ZH, 20, "f") for n in range(self.random.randint(0, 3))}.items()),
        )  # fmt: skip


def made_datasets(count, seed=1):
    """Return so many datasets made from a seed."""
    maker = Maker(seed)
    return tuple(maker.dataset() for _ in range(count))


def plain_dataset():
    """Return a small dataset without surprises: one tonne of lime, its CO2, N2O and electricity."""
    power = Flow(uuid_of("product", "power"), Text("电力", "electricity"), "product", measure_of("kWh"))
    lime = Flow(uuid_of("product", "lime"), Text("石灰", "quicklime"), "product", measure_of("t"))
    return Dataset(
        uuid=uuid_of("process", "lime"),
        kind=Kind.UNIT_PROCESS,
        names=Names(base=Text("石灰生产", "quicklime production"), comment=Text("示例", "an example")),
        function=Function(exchange=0, unit=Text("1 吨石灰", "1 t of quicklime")),
        time=Time(reference_year=2024, valid_until=2027),
        geography=Geography(location="CN-GZ", prefecture="CN-GZ-ZNY"),
        modelling=Modelling(type="Unit process, single operation"),
        exchanges=(
            Exchange(0, lime, "output", Decimal(1), "t"),
            Exchange(1, gas_flow("co2_fossil"), "output", Decimal("785.40"), "kg", distribution="lognormal", spread=Decimal("1.12")),
            Exchange(2, gas_flow("n2o"), "output", Decimal("0.0012"), "kg"),
            Exchange(3, power, "input", Decimal("45.6"), "kWh"),
        ),
        facts=(("certainty", "medium"),),
    )  # fmt: skip
