"""The words ILCD and TIDAS accept where they leave a choice; anything else is refused with this list."""

from typing import Final

DATASET_TYPES: Final = (
    "Unit process, single operation",
    "Unit process, black box",
    "LCI result",
    "Partly terminated system",
    "Avoided product system",
)
REFERENCE_TYPES: Final = ("Reference flow(s)", "Functional unit", "Other parameter", "Production period")
DISTRIBUTIONS: Final = ("", "lognormal", "normal", "triangular", "uniform")
DIRECTIONS: Final = ("input", "output")
FLOW_KINDS: Final = ("elementary", "product", "waste")
PRINCIPLES: Final = (
    "Attributional",
    "Consequential",
    "Consequential with attributional components",
    "Not applicable",
    "Other",
)
APPROACHES: Final = (
    "Allocation - market value",
    "Allocation - gross calorific value",
    "Allocation - net calorific value",
    "Allocation - exergetic content",
    "Allocation - element content",
    "Allocation - mass",
    "Allocation - volume",
    "Allocation - ability to bear",
    "Allocation - marginal causality",
    "Allocation - physical causality",
    "Allocation - 100% to main function",
    "Allocation - other explicit assignment",
    "Allocation - equal distribution",
    "Substitution - BAT",
    "Substitution - average, market price correction",
    "Substitution - average, technical properties correction",
    "Allocation - recycled content",
    "Substitution - recycling potential",
    "Substitution - average, no correction",
    "Substitution - specific",
    "Consequential effects - other",
    "Not applicable",
    "Other",
)
COMPLETENESS: Final = (
    "All relevant flows quantified",
    "Relevant flows missing",
    "Topic not relevant",
    "No statement",
)
REVIEW_TYPES: Final = (
    "Dependent internal review",
    "Independent internal review",
    "Independent external review",
    "Accredited third party review",
    "Independent review panel",
    "Not reviewed",
)
REVIEW_SCOPES: Final = (
    "Raw data",
    "Unit process(es), single operation",
    "Unit process(es), black box",
    "LCI results or Partly terminated system",
    "LCIA results",
    "Documentation",
    "Life cycle inventory methods",
    "LCIA results calculation",
    "Goal and scope definition",
)
INDICATORS: Final = (
    "Technological representativeness",
    "Time representativeness",
    "Geographical representativeness",
    "Completeness",
    "Precision",
    "Methodological appropriateness and consistency",
    "Overall quality",
)
VERDICTS: Final = (
    "Very good",
    "Good",
    "Fair",
    "Poor",
    "Very poor",
    "Not evaluated / unknown",
    "Not applicable",
)
COMPLIANT: Final = ("Fully compliant", "Not compliant", "Not defined")
LICENCES: Final = (
    "Free of charge for all users and uses",
    "Free of charge for some user types or use types",
    "Free of charge for members only",
    "License fee",
    "Other",
)
STATES: Final = (
    "Working draft",
    "Final draft for internal review",
    "Final draft for external review",
    "Data set finalised; unpublished",
    "Under revision",
    "Withdrawn",
    "Data set finalised; subsystems published",
    "Data set finalised; entirely published",
)
DERIVATIONS: Final = (
    "Measured",
    "Calculated",
    "Estimated",
    "Unknown derivation",
    "Missing important",
    "Missing unimportant",
)
DATA_SOURCES: Final = ("Primary", "> 90% primary", "Mixed primary / secondary", "Secondary")
