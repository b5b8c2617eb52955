"""Makes signatures by hand, with keys made here, and writes the files that hold them to the folder of the command
line; for `verification.py`.
"""

import datetime
import hashlib
import sys
from io import BytesIO
from pathlib import Path

from asn1crypto import algos, cms, core, keys, x509
from cryptography import x509 as cx509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

FOLDER = Path(sys.argv[1])
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
END = datetime.datetime(2036, 1, 1, tzinfo=datetime.timezone.utc)


def blank():
    """A page with a form: a text field, and two fields for signatures."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R]/SigFlags 3"
        b"/DA(/Helv 0 Tf 0 g)/DR<</Font<</Helv 8 0 R>>>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R"
        b"/Annots[5 0 R 6 0 R 7 0 R]>>",
        b"<</Length 12>>\nstream\nq 1 0 0 rg Q\nendstream",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(amount)/Rect[50 700 250 720]/F 4/P 3 0 R>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[0 0 0 0]/F 132/P 3 0 R>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(B)/Rect[50 50 200 100]/F 4/P 3 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Producer(by hand)>>",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 9 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return out


def certificate(
    key, name="Signer", issuer=None, issuer_key=None, digest=hashes.SHA256(), ca=False, stamps=False
):
    subject = cx509.Name([cx509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        cx509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(cx509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(cx509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if stamps:
        usage = cx509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, True)
    if ca:
        builder = builder.add_extension(cx509.BasicConstraints(True, None), True)
    if issuer:
        identifier = cx509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(identifier, False)
    if isinstance(issuer_key or key, (ed448.Ed448PrivateKey,)):
        digest = None
    return builder.sign(issuer_key or key, digest)


def as_asn1(certificate):
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


RSA = rsa.generate_private_key(65537, 2048)
OWN = certificate(RSA)


def raw_signature(key, data, digest, scheme=None):
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, scheme or padding.PKCS1v15(), digest)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(digest))
    if isinstance(key, dsa.DSAPrivateKey):
        return key.sign(data, digest)
    return key.sign(data)


def signature(
    digest_of,
    key=RSA,
    own=OWN,
    digest="sha256",
    algorithm=None,
    scheme=None,
    attributes=True,
    named=True,
    certificates=None,
    version="v1",
    infos="v1",
    by_key=False,
    unsorted=False,
    lie=None,
    beside=(),
    value_digest=None,
    also=(),
    content_type="data",
    unsigned=None,
):
    """A CMS signature; `digest_of` gives the digest of the document by an algorithm."""
    hash_objects = {
        "md5": hashes.MD5,
        "sha1": hashes.SHA1,
        "sha224": hashes.SHA224,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
        "sha3_256": hashes.SHA3_256,
        "sha3_384": hashes.SHA3_384,
        "sha3_512": hashes.SHA3_512,
        "shake256": lambda: hashes.SHAKE256(64),
    }
    hash_object = hash_objects[value_digest or digest]()
    leaf = as_asn1(own)
    algorithm = algorithm or algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
    digest_algorithm = algos.DigestAlgorithm({"algorithm": digest})
    signed = [
        cms.CMSAttribute({"type": "content_type", "values": [content_type]}),
        cms.CMSAttribute(
            {
                "type": "message_digest",
                "values": [digest_of(digest) if lie != "digest" else bytes(32)],
            }
        ),
        *also,
    ]
    if named:
        from asn1crypto import tsp

        identifier = tsp.ESSCertIDv2(
            {"cert_hash": hashlib.sha256(leaf.dump()).digest() if lie != "name" else bytes(32)}
        )
        value = tsp.SigningCertificateV2({"certs": [identifier]})
        signed.append(cms.CMSAttribute({"type": "signing_certificate_v2", "values": [value]}))
    encoded = sorted((it.dump() for it in signed), reverse=unsorted)
    body = b"".join(encoded)
    length = core.OctetString(body).dump()[1 : -len(body)]
    if attributes:
        value = raw_signature(key, b"\x31" + length + body, hash_object, scheme)
    else:
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        value = raw_signature(key, digest_of(digest), Prehashed(hash_object), scheme)
    if lie == "value":
        value = value[:-1] + bytes([value[-1] ^ 1])
    if by_key:
        identifier = cms.SignerIdentifier(
            {"subject_key_identifier": leaf.key_identifier_value.native}
        )
    else:
        identifier = cms.SignerIdentifier(
            {
                "issuer_and_serial_number": {
                    "issuer": leaf.issuer,
                    "serial_number": leaf.serial_number,
                }
            }
        )
    info = {
        "version": infos,
        "sid": identifier,
        "digest_algorithm": digest_algorithm,
        "signature_algorithm": algorithm,
        "signature": value,
    }
    if unsigned:
        info["unsigned_attrs"] = unsigned(value)
    if attributes:
        info["signed_attrs"] = cms.CMSAttributes.load(b"\x31" + length + body)
    data = cms.SignedData(
        {
            "version": version,
            "digest_algorithms": [digest_algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificate_set(certificates or [own], beside)
            if lie != "no certificate"
            else [],
            "signer_infos": [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def tagged(tag, *parts):
    body = b"".join(parts)
    return bytes([tag]) + core.OctetString(body).dump()[1 : -len(body)] + body


def certificate_set(certificates, beside):
    """Certificates, and elements of other kinds as they are (RFC 5652, section 10.2.2)."""
    all = [as_asn1(it) for it in certificates]
    if not beside:
        return all
    return cms.CertificateSet.load(tagged(0x31, *(it.dump() for it in all), *beside))


def digest_by(name, signed):
    return hashlib.shake_256(signed).digest(64) if name == "shake256" else hashlib.new(name, signed).digest()


def embedded(make, sub_filter="/ETSI.CAdES.detached", pdf=None, extra=None, field="A", rights=None):
    """The file with a signature made of its digests: the value of a field, or of usage rights, or of nothing."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf or blank()))
    placeholder = PdfByteRangeDigestOf(sub_filter, extra)
    value = writer.add_object(placeholder)
    if field:
        form_field = next(
            it.get_object()
            for it in writer.root["/AcroForm"]["/Fields"]
            if it.get_object()["/T"] == field
        )
        form_field["/V"] = value
        writer.update_container(form_field)
    if rights:
        writer.root["/Perms"] = generic.DictionaryObject({pdf_name(rights): value})
        writer.update_root()
    out = BytesIO()
    writer.write(out)
    pdf = out.getvalue()
    at = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    end = pdf.index(b">", at) + 1
    numbers = b"[0 %d %d %d]" % (at, end, len(pdf) - end)
    hole = pdf.rindex(b"/ByteRange ") + len(b"/ByteRange ")
    close = pdf.index(b"]", hole) + 1
    pdf = pdf[:hole] + numbers.ljust(close - hole) + pdf[close:]
    signed = pdf[:at] + pdf[end:]
    value = make(lambda name: digest_by(name, signed))
    digits = value.hex().upper().encode()
    return pdf[: at + 1] + digits.ljust(end - at - 2, b"0") + pdf[end - 1 :]


class PdfByteRangeDigestOf(generic.DictionaryObject):
    def __init__(self, sub_filter, extra):
        hole = generic.ArrayObject([generic.NumberObject(0)] + [generic.NumberObject(9999999999)] * 3)
        super().__init__(
            {
                pdf_name("/Type"): pdf_name("/Sig"),
                pdf_name("/Filter"): pdf_name("/Adobe.PPKLite"),
                pdf_name("/SubFilter"): pdf_name(sub_filter),
                pdf_name("/M"): generic.pdf_string("D:20260601120000Z"),
                pdf_name("/ByteRange"): hole,
                pdf_name("/Contents"): generic.ByteStringObject(bytes(9000)),
                **(extra or {}),
            }
        )
        for key in [key for key, value in self.items() if isinstance(value, generic.NullObject)]:
            del self[key]


def write(name, pdf):
    (FOLDER / f"{name}.pdf").write_bytes(pdf)


def cms_file(name, sub_filter="/ETSI.CAdES.detached", place=None, **options):
    make = lambda digest_of: signature(digest_of, **options)
    write(name, embedded(make, sub_filter, **(place or {})))


def named(oid, parameters=None):
    """An AlgorithmIdentifier that asn1crypto may not know."""
    body = core.ObjectIdentifier(oid).dump() + (parameters or b"")
    return algos.SignedDigestAlgorithm.load(bytes([0x30, len(body)]) + body)


def pss(digest, mask, salt):
    return algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": {
                "hash_algorithm": {"algorithm": digest},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": mask}},
                "salt_length": salt,
            },
        }
    )


def by_pyhanko(pdf, name, box=None, empty=False, timestamper=None, **options):
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    spec = SigFieldSpec(name, box=box, empty_field_appearance=empty)
    out = BytesIO()
    signer = signers.SimpleSigner(
        signing_cert=as_asn1(OWN),
        signing_key=keys.PrivateKeyInfo.load(
            RSA.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        cert_registry=None,
    )
    options.setdefault("subfilter", fields.SigSeedSubFilter.PADES)
    metadata = PdfSignatureMetadata(field_name=name, md_algorithm="sha256", **options)
    signing = PdfSigner(metadata, signer=signer, timestamper=timestamper, new_field_spec=spec)
    signing.sign_pdf(writer, output=out)
    return out.getvalue()
