"""Where each fact of a dataset stands in a process tree: the one table for writing and for reading.

The rows stand in the order the ILCD schema demands. `demand` is what TIDAS wants in a place of which nothing is stated;
such places are listed among our own facts (``unstated``) and read back as not stated.
"""

import functools
from typing import Any, Final, NamedTuple

from qiantan.core.datasets import choices
from qiantan.core.datasets.document import Compliance
from qiantan.core.formats.ilcd_model.forms import (
    FLAG,
    FREE,
    LINE,
    MOMENT,
    PERCENT,
    REFERENCE,
    REFERENCES,
    SHORT,
    VERSION,
    YEAR,
    Form,
    choice,
    words,
    write_reference,
)
from qiantan.core.formats.ilcd_model.forms_parts import (
    CLASSIFICATION,
    COMPLIANCE,
    FORMAT,
    IMPACTS,
    NO_CONTACT,
    NO_SOURCE,
    NOT_REVIEWED,
    PARAMETERS,
    REVIEWS,
    compliance,
)


class Field(NamedTuple):
    """One fact: its path in the tree, its attribute in the dataset, its form, what TIDAS demands without it."""

    path: tuple[str, ...]
    attribute: str
    form: Form
    demand: Any = None

    @property
    def place(self) -> str:
        """Return the path as findings show it."""
        return _place(self.path)


@functools.cache
def _place(path: tuple[str, ...]) -> str:
    return "/".join(path)


_SHORT, _FREE = words(SHORT), words(FREE)
_INFORMATION: Final = "processInformation"
_DATA: Final = (_INFORMATION, "dataSetInformation")
_NAME: Final = (*_DATA, "name")
_REFERENCE: Final = (_INFORMATION, "quantitativeReference")
_TIME: Final = (_INFORMATION, "time")
_PLACE: Final = (_INFORMATION, "geography", "locationOfOperationSupplyOrProduction")
_BELOW: Final = (_INFORMATION, "geography", "subLocationOfOperationSupplyOrProduction")
_TECHNOLOGY: Final = (_INFORMATION, "technology")
_MODEL: Final = "modellingAndValidation"
_METHOD: Final = (_MODEL, "LCIMethodAndAllocation")
_SOURCES: Final = (_MODEL, "dataSourcesTreatmentAndRepresentativeness")
_COMPLETE: Final = (_MODEL, "completeness")
_ADMIN: Final = "administrativeInformation"
_GOAL: Final = (_ADMIN, "common:commissionerAndGoal")
_ENTRY: Final = (_ADMIN, "dataEntryBy")
_PUBLICATION: Final = (_ADMIN, "publicationAndOwnership")
_NOBODY: Final = write_reference(NO_CONTACT)
_NO_DATE: Final = "1900-01-01T00:00:00Z"

FIELDS: Final = (
    Field((*_DATA, "common:UUID"), "uuid", LINE),
    Field((*_NAME, "baseName"), "names.base", _SHORT, []),
    Field((*_NAME, "treatmentStandardsRoutes"), "names.treatment", _SHORT, []),
    Field((*_NAME, "mixAndLocationTypes"), "names.mix", _SHORT, []),
    Field((*_NAME, "functionalUnitFlowProperties"), "names.functional", _SHORT),
    Field((*_DATA, "common:synonyms"), "names.synonyms", _FREE),
    Field(
        (*_DATA, "classificationInformation", "common:classification"),
        "classification",
        CLASSIFICATION,
        {"common:class": []},
    ),
    Field((*_DATA, "common:generalComment"), "names.comment", _FREE, []),
    Field((*_REFERENCE, "@type"), "function.kind", choice(choices.REFERENCE_TYPES)),
    Field((*_REFERENCE, "functionalUnitOrOther"), "function.unit", _SHORT),
    Field((*_TIME, "common:referenceYear"), "time.reference_year", YEAR, 1900),
    Field((*_TIME, "common:dataSetValidUntil"), "time.valid_until", YEAR),
    Field((*_TIME, "common:timeRepresentativenessDescription"), "time.words", _FREE),
    Field((*_PLACE, "@location"), "geography.location", LINE, "NULL"),
    Field((*_PLACE, "descriptionOfRestrictions"), "geography.words", _FREE),
    Field((*_BELOW, "@subLocation"), "geography.prefecture", LINE),
    Field((*_TECHNOLOGY, "technologyDescriptionAndIncludedProcesses"), "technology.words", _FREE, []),
    Field((*_TECHNOLOGY, "technologicalApplicability"), "technology.applicability", _FREE),
    Field((_INFORMATION, "mathematicalRelations", "variableParameter"), "parameters", PARAMETERS),
    Field((*_METHOD, "typeOfDataSet"), "modelling.type", choice(choices.DATASET_TYPES)),
    Field((*_METHOD, "LCIMethodPrinciple"), "modelling.principle", choice(choices.PRINCIPLES)),
    Field((*_METHOD, "LCIMethodApproaches"), "modelling.approach", choice(choices.APPROACHES)),
    Field((*_METHOD, "deviationsFromLCIMethodApproaches"), "modelling.allocation", _FREE),
    Field((*_METHOD, "modellingConstants"), "modelling.constants", _FREE),
    Field((*_SOURCES, "dataCutOffAndCompletenessPrinciples"), "modelling.cut_off", _FREE, []),
    Field((*_SOURCES, "dataSelectionAndCombinationPrinciples"), "modelling.selection", _FREE),
    Field((*_SOURCES, "dataTreatmentAndExtrapolationsPrinciples"), "modelling.treatment", _FREE),
    Field((*_SOURCES, "referenceToDataSource"), "modelling.sources", REFERENCES, write_reference(NO_SOURCE)),
    Field((*_SOURCES, "percentageSupplyOrProductionCovered"), "modelling.share_of_supply", PERCENT),
    Field((*_SOURCES, "samplingProcedure"), "modelling.sampling", _FREE),
    Field((*_SOURCES, "dataCollectionPeriod"), "time.collection", _SHORT),
    Field((*_SOURCES, "uncertaintyAdjustments"), "modelling.uncertainty", _FREE),
    Field((*_SOURCES, "useAdviceForDataSet"), "modelling.advice", _FREE),
    Field((*_COMPLETE, "completenessProductModel"), "modelling.completeness", choice(choices.COMPLETENESS)),
    Field((_MODEL, "validation", "review"), "reviews", REVIEWS, NOT_REVIEWED),
    Field(
        (_MODEL, "complianceDeclarations", "compliance"),
        "compliance",
        COMPLIANCE,
        compliance(Compliance(NO_SOURCE)),
    ),
    Field((*_GOAL, "common:referenceToCommissioner"), "administration.commissioner", REFERENCE, _NOBODY),
    Field((*_GOAL, "common:project"), "administration.project", _SHORT),
    Field((*_GOAL, "common:intendedApplications"), "administration.applications", _FREE, []),
    Field(
        (_ADMIN, "dataGenerator", "common:referenceToPersonOrEntityGeneratingTheDataSet"),
        "administration.generator",
        REFERENCE,
    ),
    Field((*_ENTRY, "common:timeStamp"), "administration.entered_at", MOMENT, _NO_DATE),
    Field((*_ENTRY, "common:referenceToDataSetFormat"), "", REFERENCE, write_reference(FORMAT)),
    Field(
        (*_ENTRY, "common:referenceToPersonOrEntityEnteringTheData"), "administration.entered_by", REFERENCE, _NOBODY
    ),
    Field((*_PUBLICATION, "common:dateOfLastRevision"), "administration.revised_at", MOMENT),
    Field((*_PUBLICATION, "common:dataSetVersion"), "administration.version", VERSION),
    Field((*_PUBLICATION, "common:referenceToPrecedingDataSetVersion"), "administration.preceding", REFERENCE),
    Field((*_PUBLICATION, "common:permanentDataSetURI"), "administration.uri", LINE, ""),
    Field((*_PUBLICATION, "common:workflowAndPublicationStatus"), "administration.status", choice(choices.STATES)),
    Field((*_PUBLICATION, "common:registrationNumber"), "administration.registration", LINE),
    Field((*_PUBLICATION, "common:referenceToOwnershipOfDataSet"), "administration.owner", REFERENCE, _NOBODY),
    Field((*_PUBLICATION, "common:copyright"), "administration.copyright", FLAG, "false"),
    Field((*_PUBLICATION, "common:licenseType"), "administration.licence", choice(choices.LICENCES), "Other"),
    Field((*_PUBLICATION, "common:accessRestrictions"), "administration.access", _FREE),
    Field(("LCIAResults", "LCIAResult"), "impacts", IMPACTS),
)
