"""How long pyHanko takes for the same files: median milliseconds of `rounds` B-B signatures each."""

import statistics
import sys
import time
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
for kind in ("p256", "rsa3072"):
    signer = signers.SimpleSigner.load_pkcs12(folder / f"{kind}.p12", passphrase=b"bench")
    for file in ("1-page", "20-pages", "10-MB"):
        pdf = (folder / f"{file}.pdf").read_bytes()
        times = []
        for _ in range(rounds):
            start = time.process_time()
            meta = signers.PdfSignatureMetadata(
                field_name="Signature", reason="bench", subfilter=SigSeedSubFilter.PADES
            )
            signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=signer)
            times.append((time.process_time() - start) * 1000)
        print(kind, file, statistics.median(times))
