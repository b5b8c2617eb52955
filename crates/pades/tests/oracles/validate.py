"""What pyHanko says of files: validate.py ROOT FILE…

For each file a line `FILE WORDS`, where the words are those of its signatures, the first one first:
`valid` or `broken`, whether what was added since is allowed (`kept` or `changed`), and `trusted` or not.
"""

import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

sys.setrecursionlimit(20_000)
root = load_cert_from_pemder(sys.argv[1])
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        words = []
        for kind, validate in [
            (reader.embedded_regular_signatures, validate_pdf_signature),
            (reader.embedded_timestamp_signatures, validate_pdf_timestamp),
        ]:
            for signature in kind:
                context = ValidationContext(
                    trust_roots=[root], allow_fetching=True, revocation_mode="soft-fail"
                )
                status = validate(signature, context)
                words += [
                    "valid" if status.intact and status.valid else "broken",
                    "kept" if getattr(status, "docmdp_ok", True) is not False else "changed",
                    "trusted" if status.trusted else "untrusted",
                ]
    print(path, *words)
