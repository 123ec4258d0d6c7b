"""The data dictionary, the binding of answers to stores, and the encryption of a case."""

from phu_runtime.dossier.binding import Bound, bind
from phu_runtime.dossier.checking import check_dictionary
from phu_runtime.dossier.derived import LazyContext
from phu_runtime.dossier.dictionary import Datum, Dictionary, Group
from phu_runtime.dossier.reading import read_dictionary
from phu_runtime.dossier.seal import SealBroken, seal, unseal

__all__ = [
    "Bound",
    "Datum",
    "Dictionary",
    "Group",
    "LazyContext",
    "SealBroken",
    "bind",
    "check_dictionary",
    "read_dictionary",
    "seal",
    "unseal",
]
