"""What pyHanko says of the files in a folder: agreement.py FOLDER

For each file a line `NAME: WORDS`, a word for each of its signatures, in the order in which they cover the file:
`passed`, `indeterminate` (it could not be checked, or relies on what is too weak) or `failed` (it, or what was added
after it). Whether the signer is trusted does not count.
"""

import datetime
import logging
import sys
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

NOW = datetime.datetime(2026, 7, 1, tzinfo=datetime.timezone.utc)
WEAK = (
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
)


def word(signature):
    is_timestamp = signature.sig_object.get("/Type") == "/DocTimeStamp"
    validate = validate_pdf_timestamp if is_timestamp else validate_pdf_signature
    context = ValidationContext(
        trust_roots=[], moment=NOW, allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        status = validate(signature, context)
    except SignatureValidationError as error:
        is_failure = isinstance(error.ades_subindication, AdESFailure)
        return "failed" if is_failure else "indeterminate"
    except Exception:
        return "indeterminate"
    if not (status.intact and status.valid) or getattr(status, "docmdp_ok", True) is False:
        return "failed"
    token = getattr(status, "timestamp_validity", None)
    is_stamped = token is None or token.intact and token.valid
    is_weak = status.trust_problem_indic in WEAK
    return "indeterminate" if is_weak or not is_stamped else "passed"


def words(path):
    with open(path, "rb") as file:
        try:
            signatures = PdfFileReader(file).embedded_signatures
        except Exception:
            return ["failed"]
        return [word(signature) for signature in signatures]


logging.disable(logging.CRITICAL)
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    print(f"{path.stem}: {' '.join(words(path))}")
