"""Files for the tests of verification: verification.py FOLDER

Writes files named CLASS.NAME.pdf, signed by pyHanko and by hand with keys made here, and root.der.
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
):
    """A CMS signature; `digest_of` gives the digest of the document by an algorithm."""
    hash_object = {
        "md5": hashes.MD5,
        "sha1": hashes.SHA1,
        "sha224": hashes.SHA224,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
        "sha3_256": hashes.SHA3_256,
        "sha3_384": hashes.SHA3_384,
        "sha3_512": hashes.SHA3_512,
    }[digest]()
    leaf = as_asn1(own)
    algorithm = algorithm or algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
    digest_algorithm = algos.DigestAlgorithm({"algorithm": digest})
    signed = [
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [digest_of(digest)]}),
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


def embedded(make, sub_filter="/ETSI.CAdES.detached", pdf=None, extra=None, field="A"):
    """The file with a signature made of its digests."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf or blank()))
    placeholder = PdfByteRangeDigestOf(sub_filter, extra)
    form_field = next(
        it.get_object()
        for it in writer.root["/AcroForm"]["/Fields"]
        if it.get_object()["/T"] == field
    )
    form_field["/V"] = writer.add_object(placeholder)
    writer.update_container(form_field)
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
    value = make(lambda name: hashlib.new(name, signed).digest())
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


def write(name, pdf):
    (FOLDER / f"{name}.pdf").write_bytes(pdf)


def cms_file(name, sub_filter="/ETSI.CAdES.detached", **options):
    write(name, embedded(lambda digest_of: signature(digest_of, **options), sub_filter))


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


def forms():
    cms_file("intact.plain")
    cms_file("notpades.detached", "/adbe.pkcs7.detached", named=False)
    cms_file("notpades.cades-without-name", named=False)
    cms_file("notpades.detached-with-name", "/adbe.pkcs7.detached")
    cms_file("notpades.no-attributes", "/adbe.pkcs7.detached", attributes=False)
    cms_file("notpades.no-attributes-sha512", "/adbe.pkcs7.detached", attributes=False, digest="sha512")
    for version in ("v3", "v4", "v5"):
        cms_file(f"intact.version-{version}", version=version)
    cms_file("intact.by-key", by_key=True, infos="v3", version="v3")
    cms_file("intact.by-key-v1", by_key=True)
    cms_file("notder.unsorted", unsorted=True)
    cms_file("failed.value", lie="value")
    cms_file("failed.value-no-attributes", lie="value", attributes=False)
    cms_file("nocertificate.other-name", lie="name")
    cms_file("nocertificate.none", lie="no certificate")
    sha1 = hashes.SHA1()

    def bare(digest_of):
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        value = RSA.sign(digest_of("sha1"), padding.PKCS1v15(), Prehashed(sha1))
        return core.OctetString(value).dump()

    der = OWN.public_bytes(serialization.Encoding.DER)
    for name, value in (
        ("one", generic.ByteStringObject(der)),
        ("array", generic.ArrayObject([generic.ByteStringObject(der)])),
    ):
        extra = {pdf_name("/Cert"): value}
        write(f"weak.SHA-1.x509-{name}", embedded(bare, "/adbe.x509.rsa_sha1", extra=extra))

    def wrapped(digest_of, lie=False):
        content = digest_of("sha1") if not lie else bytes(20)
        inner = signature(lambda name: hashlib.new(name, content).digest(), named=False)
        info = cms.ContentInfo.load(inner)
        info["content"]["encap_content_info"] = {"content_type": "data", "content": content}
        return info.dump(force=True)

    write("weak.SHA-1.pkcs7", embedded(wrapped, "/adbe.pkcs7.sha1"))
    write("failed.pkcs7-sha1", embedded(lambda it: wrapped(it, True), "/adbe.pkcs7.sha1"))


def algorithms():
    for salt, mask in ((0, "sha256"), (20, "sha256"), (32, "sha1"), (64, "sha512"), (222, "sha256")):
        scheme = padding.PSS(padding.MGF1(getattr(hashes, mask.upper())()), salt)
        cms_file(f"intact.pss-{salt}-{mask}", algorithm=pss("sha256", mask, salt), scheme=scheme)
    cms_file("weak.SHA-1.rsa", digest="sha1")
    cms_file("weak.MD5.rsa", "/adbe.pkcs7.detached", digest="md5")
    cms_file("intact.sha224", digest="sha224")
    cms_file("intact.sha3-256", digest="sha3_256", algorithm=named("2.16.840.1.101.3.4.3.14"))
    cms_file("intact.sha3-512", digest="sha3_512", algorithm=named("2.16.840.1.101.3.4.3.16"))
    cms_file("intact.sha3-384", digest="sha3_384", algorithm=named("2.16.840.1.101.3.4.3.15"))
    cms_file("failed.sha3-384", digest="sha3_384", algorithm=named("2.16.840.1.101.3.4.3.15"), lie="value")
    for salt, digest in ((32, "sha3_256"), (7, "sha3_512")):
        scheme = padding.PSS(padding.MGF1(getattr(hashes, digest.upper())()), salt)
        cms_file(f"intact.pss-{salt}-{digest}", digest=digest, algorithm=pss(digest, digest, salt), scheme=scheme)
        cms_file(f"failed.pss-{salt}-{digest}", digest=digest, algorithm=pss(digest, digest, 9), scheme=scheme)
    for name, oid in (
        ("RSA with SHA3-224", "2.16.840.1.101.3.4.3.13"),
        ("RSASSA-PSS with SHAKE128", "1.3.6.1.5.5.7.6.30"),
        ("RSASSA-PSS with SHAKE256", "1.3.6.1.5.5.7.6.31"),
        ("the algorithm 1_3_6_1_4_1_99999_1", "1.3.6.1.4.1.99999.1"),
    ):
        cms_file(f"unknown.{name}.rsa", algorithm=named(oid))
    other_mask = bytes.fromhex(
        "3030A00D300B0609608648016503040201A10D300B060960864801650304020BA203020120A303020101"
    )
    other_mask = bytes([0x30, len(other_mask) - 2]) + other_mask[2:]
    algorithm = named("1.2.840.113549.1.1.10", other_mask)
    cms_file("unknown.RSASSA-PSS with SHAKE128.mask", algorithm=algorithm)
    short = rsa.generate_private_key(65537, 1024)
    cms_file("weak.RSA-1024.sha256", key=short, own=certificate(short))
    odd = rsa.generate_private_key(65537, 1536)
    cms_file("weak.RSA-1536.sha256", key=odd, own=certificate(odd))
    curves = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP384R1)
    for curve in curves:
        key = ec.generate_private_key(curve())
        own = certificate(key)
        for digest, oid in (
            ("sha1", "1.2.840.10045.4.1"),
            ("sha224", "1.2.840.10045.4.3.1"),
            ("sha256", "1.2.840.10045.4.3.2"),
            ("sha512", "1.2.840.10045.4.3.4"),
            ("sha3_256", "2.16.840.1.101.3.4.3.10"),
            ("sha3_384", "2.16.840.1.101.3.4.3.11"),
        ):
            name = f"{curve.name}-{digest}"
            name = f"weak.SHA-1.{name}" if digest == "sha1" else f"intact.{name}"
            cms_file(name, key=key, own=own, digest=digest, algorithm=named(oid))
        algorithm = named("2.16.840.1.101.3.4.3.10")
        cms_file(f"failed.{curve.name}-sha3", key=key, own=own, digest="sha3_256", algorithm=algorithm, lie="value")
    cms_file("unknown.ECDSA with SHAKE128.p521", key=key, own=own, algorithm=named("1.3.6.1.5.5.7.6.32"))
    for size in (1024, 2048):
        key = dsa.generate_private_key(size)
        own = certificate(key)
        algorithm = named("2.16.840.1.101.3.4.3.2")
        cms_file(f"weak.DSA.{size}", key=key, own=own, algorithm=algorithm)
        cms_file(f"failed.dsa-{size}", key=key, own=own, algorithm=algorithm, lie="value")
    key = ed448.Ed448PrivateKey.generate()
    own = certificate(key)
    for digest in ("sha256", "sha512"):
        cms_file(f"unknown.Ed448.{digest}", key=key, own=own, digest=digest, algorithm=named("1.3.101.113"))
    for curve in (ec.BrainpoolP512R1, ec.SECP256K1):
        key = ec.generate_private_key(curve())
        shown = "secp256k1" if curve is ec.SECP256K1 else "brainpoolP512r1"
        algorithm = named("1.2.840.10045.4.3.4")
        cms_file(f"unknown.{shown}.sha512", key=key, own=certificate(key), digest="sha512", algorithm=algorithm)


def weakly(certificate, key, digest):
    """The certificate, signed again with a weak digest."""
    read = as_asn1(certificate)
    algorithm = {"md5": "md5_rsa", "sha1": "sha1_rsa"}[digest.name]
    read["tbs_certificate"]["signature"] = {"algorithm": algorithm}
    read["signature_algorithm"] = {"algorithm": algorithm}
    read["signature_value"] = key.sign(
        read["tbs_certificate"].dump(force=True), padding.PKCS1v15(), digest
    )
    return cx509.load_der_x509_certificate(read.dump(force=True))


def carried():
    """Certificates that it carries, by algorithms that are weak."""
    root_key = rsa.generate_private_key(65537, 2048)
    ca_key = rsa.generate_private_key(65537, 2048)
    strong_root = certificate(root_key, "Root", ca=True)
    strong_ca = certificate(ca_key, "CA", strong_root, root_key, ca=True)
    own = certificate(RSA, "Signer", strong_ca, ca_key)
    (FOLDER / "root.der").write_bytes(strong_root.public_bytes(serialization.Encoding.DER))
    for digest in (hashes.SHA1(), hashes.MD5()):
        root = weakly(strong_root, root_key, digest)
        ca = weakly(strong_ca, root_key, digest)
        name = digest.name
        cms_file(f"intact.carried-root-{name}", own=own, certificates=[own, strong_ca, root])
        cms_file(f"intact.carried-ca-{name}", own=own, certificates=[own, ca, root])
        cms_file(f"intact.carried-two-{name}", own=own, certificates=[own, strong_root, ca, root])


def attribute_certificates():
    """Attribute certificates and others among the certificates, which say nothing of the signer's key."""
    holder = tagged(0x30, core.Integer(1).dump())
    algorithm = tagged(0x30, core.ObjectIdentifier("1.2.840.113549.1.1.11").dump(), b"\x05\x00")
    parts = (holder, algorithm, core.BitString((1, 0, 1)).dump())
    other = (core.ObjectIdentifier("1.3.6.1.4.1.99999.2").dump(), core.UTF8String("x").dump())
    for name, beside in (
        ("v1", [tagged(0xA1, *parts)]),
        ("v2", [tagged(0xA2, *parts)]),
        ("other", [tagged(0xA3, *other)]),
        ("all", [tagged(0xA1, *parts), tagged(0xA2, *parts), tagged(0xA3, *other)]),
    ):
        version = "v5" if name in ("other", "all") else "v4" if name == "v2" else "v3"
        cms_file(f"intact.attributes-{name}", beside=beside, version=version)
        cms_file(f"intact.attributes-{name}-v1", beside=beside)


def stamped():
    """Timestamps of authorities below roots of several digests."""
    from pyhanko.sign.timestamps import DummyTimeStamper

    root_key = rsa.generate_private_key(65537, 2048)
    key = rsa.generate_private_key(65537, 2048)
    strong = certificate(root_key, "Root", ca=True)
    own = certificate(key, "Authority", strong, root_key, stamps=True)
    weak = {"md5": hashes.MD5(), "sha1": hashes.SHA1()}
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for name in ("sha256", "sha1", "md5", "none"):
        root = weakly(strong, root_key, weak[name]) if name in weak else strong
        carried = [] if name == "none" else [as_asn1(root)]
        authority = DummyTimeStamper(
            as_asn1(own),
            keys.PrivateKeyInfo.load(der),
            certs_to_embed=carried,
            fixed_dt=datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.timezone.utc),
        )
        write(f"stamped.root-{name}", by_pyhanko(blank(), "A", timestamper=authority))


def signed_file(pdf, field="A", **options):
    sub_filter = "/ETSI.CAdES.detached"
    extra = options.pop("extra", None)
    return embedded(lambda digest_of: signature(digest_of, **options), sub_filter, pdf, extra, field)


def updated(pdf, change):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def field_of(writer, name):
    for it in writer.root["/AcroForm"]["/Fields"]:
        if it.get_object()["/T"] == name:
            return it.get_object()
    raise KeyError(name)


def fill(writer):
    field = field_of(writer, "amount")
    field["/V"] = generic.pdf_string("42")
    box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 20)])
    look = generic.StreamObject(
        {pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): box}, stream_data=b"q Q"
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


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


def store(writer, key="Certs"):
    der = OWN.public_bytes(serialization.Encoding.DER)
    stream = writer.add_object(generic.StreamObject(stream_data=der))
    dss = generic.DictionaryObject({pdf_name(f"/{key}"): generic.ArrayObject([stream])})
    writer.root["/DSS"] = writer.add_object(dss)
    writer.update_root()


def extra_trailer(pdf):
    at = pdf.rindex(b"/Root")
    return pdf[:at] + b"/Extra/Key " + pdf[at:]


def later():
    """What is added after a signature, and is allowed or not."""
    once = signed_file(blank())
    write("signed.second-in-prepared-field", signed_file(once, field="B"))
    write("signed.new-invisible-field", by_pyhanko(once, "C"))
    write("signed.new-visible-field", by_pyhanko(once, "C", box=(300, 50, 450, 100)))
    write("signed.empty-appearance", by_pyhanko(once, "C", box=(0, 0, 0, 0), empty=True))
    write("signed.store", updated(once, store))
    write("signed.extra-trailer-key", extra_trailer(updated(once, store)))

    def information(writer):
        writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("t")}))

    write("signed.information", updated(once, information))

    def resources(writer):
        form = writer.root["/AcroForm"]
        form["/DA"] = generic.pdf_string("/Cour 0 Tf 0 g")
        writer.update_container(form)

    write("signed.default-appearance", updated(once, resources))
    write("filled.field", updated(once, fill))
    write("filled.field-then-signed", signed_file(updated(once, fill), field="B"))

    for level in (1, 2, 3):
        certified = by_pyhanko(blank(), "A", certify=True, docmdp_permissions=fields.MDPPerm(level))
        outcome = "changed" if level == 1 else "filled"
        write(f"{outcome}.certified-{level}-filled", updated(certified, fill))
        outcome = "changed" if level == 1 else "signed"
        write(f"{outcome}.certified-{level}-signed", signed_file(certified, field="B"))
        write(f"signed.certified-{level}-store", updated(certified, store))
        if level > 1:
            seen = by_pyhanko(certified, "C", box=(300, 50, 450, 100))
            write(f"changed.certified-{level}-new-visible", seen)

    def locking(action, names=()):
        parameters = {
            pdf_name("/Type"): pdf_name("/TransformParams"),
            pdf_name("/V"): pdf_name("/1.2"),
            pdf_name("/Action"): pdf_name(action),
        }
        if names:
            names = [generic.pdf_string(it) for it in names]
            parameters[pdf_name("/Fields")] = generic.ArrayObject(names)
        reference = {
            pdf_name("/Type"): pdf_name("/SigRef"),
            pdf_name("/TransformMethod"): pdf_name("/FieldMDP"),
            pdf_name("/TransformParams"): generic.DictionaryObject(parameters),
        }
        array = generic.ArrayObject([generic.DictionaryObject(reference)])
        return signed_file(blank(), extra={pdf_name("/Reference"): array})

    write("changed.locked-all", updated(locking("/All"), fill))
    write("changed.locked-included", updated(locking("/Include", ["amount"]), fill))
    write("changed.locked-but-other", updated(locking("/Exclude", ["other"]), fill))
    write("filled.locked-other", updated(locking("/Include", ["other"]), fill))
    write("filled.locked-but-this", updated(locking("/Exclude", ["amount"]), fill))
    write("changed.locked-all-signed", signed_file(locking("/All"), field="B"))
    write("signed.locked-all-store", updated(locking("/All"), store))

    write("bytes.behind", once + b"\njunk behind the end\n")
    write("bytes.zeros", once + bytes(500))
    write("changed.object-behind", once + b"4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n")
    attacks(once)


def attacks(once):
    def page(writer):
        return writer.root["/Pages"]["/Kids"][0].get_object()

    def contents(writer):
        stream = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 600 900 re f")
        page(writer)["/Contents"] = writer.add_object(stream)
        writer.update_container(page(writer))

    def contents_in_place(writer):
        old = page(writer)["/Contents"]
        old._data = b"1 0 0 rg 0 0 600 900 re f"
        old._encoded_data = None
        writer.update_container(old)

    def stamp(writer):
        box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 200)])
        kind = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp")}
        annotation = writer.add_object(generic.DictionaryObject({**kind, pdf_name("/Rect"): box}))
        page(writer)["/Annots"].append(annotation)
        writer.update_container(page(writer))

    def font(writer):
        font = writer.root["/AcroForm"]["/DR"]["/Font"]["/Helv"]
        font["/BaseFont"] = pdf_name("/ZapfDingbats")
        writer.update_container(font)

    def moved(writer):
        field = field_of(writer, "amount")
        field["/Rect"][0] = generic.NumberObject(400)
        writer.update_container(field)

    def renamed(writer):
        field = field_of(writer, "amount")
        field["/T"] = generic.pdf_string("price")
        writer.update_container(field)

    def dropped(writer):
        del writer.root["/AcroForm"]["/Fields"][0]
        writer.update_root()

    def no_form(writer):
        del writer.root["/AcroForm"]
        writer.update_root()

    def script(writer):
        writer.root["/OpenAction"] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})
        writer.update_root()

    def unsigned(writer):
        field = field_of(writer, "A")
        del field["/V"]
        writer.update_container(field)

    for name, change in (
        ("contents", contents),
        ("contents-in-place", contents_in_place),
        ("stamp", stamp),
        ("font", font),
        ("field-moved", moved),
        ("field-renamed", renamed),
        ("field-dropped", dropped),
        ("form-dropped", no_form),
        ("script", script),
        ("signature-taken-away", unsigned),
    ):
        write(f"changed.{name}", updated(once, change))
    write("changed.over-the-page", by_pyhanko(once, "C", box=(0, 0, 595, 842)))


if __name__ == "__main__":
    forms()
    algorithms()
    carried()
    attribute_certificates()
    stamped()
    later()
