"""Providers and their numbers."""

from assistant.rules.provider.anesthesia_provider import anesthesia_provider
from assistant.rules.provider.billing_npi import billing_npi
from assistant.rules.provider.npi_valid import npi_valid
from assistant.rules.provider.ordering_provider import ordering_provider
from assistant.rules.provider.supplier_tests import supplier_tests
from assistant.rules.provider.taxonomy_valid import taxonomy_valid

RULES = (
    npi_valid,
    taxonomy_valid,
    billing_npi,
    ordering_provider,
    supplier_tests,
    anesthesia_provider,
)
