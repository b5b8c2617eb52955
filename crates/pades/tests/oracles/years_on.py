"""Whether the first signature of a file can still be validated after so many years, with nothing but what
the file holds: years_on.py ROOTS YEARS FILE (pyHanko's simulation of ETSI EN 319 102-1 for archives)."""

import asyncio
import sys
from datetime import datetime, timedelta, timezone

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

root, years, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
policy = CertValidationPolicySpec(
    trust_manager=SimpleTrustManager.build(trust_roots=list(load_certs_from_pemder([root]))),
    revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
)
spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
with open(path, "rb") as file:
    signature = PdfFileReader(file).embedded_regular_signatures[0]
    result = asyncio.run(
        ades.simulate_future_ades_lta_validation(
            signature, spec, datetime.now(timezone.utc) + timedelta(days=366 * years)
        )
    )
print(result.ades_subindic, result.failure_msg or "")
