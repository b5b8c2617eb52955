"""Certifies a PDF with DocMDP: certify.py IN OUT PERMISSION KEY CERTIFICATE."""

import sys

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

source, target, permission, key, certificate = sys.argv[1:]
with open(source, "rb") as before, open(target, "wb") as after:
    sign_pdf(
        IncrementalPdfFileWriter(before),
        PdfSignatureMetadata(
            field_name="Certification",
            certify=True,
            docmdp_permissions=MDPPerm(int(permission)),
            subfilter=SigSeedSubFilter.PADES,
        ),
        SimpleSigner.load(key, certificate),
        output=after,
    )
