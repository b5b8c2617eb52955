"""Files for the tests of verification: verification.py FOLDER

Writes files named CLASS.NAME.pdf, signed by pyHanko and by hand with keys made here, and root.der.
"""

import datetime
import hashlib

import additions
import variants
from asn1crypto import algos, cms, core, keys
from cryptography import x509 as cx509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, padding, rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from signing import (
    FOLDER,
    OWN,
    RSA,
    as_asn1,
    blank,
    by_pyhanko,
    certificate,
    cms_file,
    embedded,
    named,
    pss,
    signature,
    tagged,
    write,
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
    for digest in ("sha3_256", "sha3_384", "sha3_512"):
        cms_file(f"intact.{digest}-by-kind-of-key", digest=digest)
    for digest, other, oid in (
        ("sha256", "sha512", "1.2.840.113549.1.1.13"),
        ("sha512", "sha256", "1.2.840.113549.1.1.11"),
        ("sha3_256", "sha256", "1.2.840.113549.1.1.11"),
    ):
        name = f"mixed.{digest}-{other}"
        cms_file(name, digest=digest, value_digest=other, algorithm=named(oid))
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
    algorithm = named("1.3.101.113")
    cms_file("unknown.Ed448 with SHAKE256.named", key=key, own=own, digest="shake256", algorithm=algorithm)
    cms_file("unknown.SHAKE256.rsa", digest="shake256", value_digest="sha256")
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


if __name__ == "__main__":
    forms()
    algorithms()
    carried()
    attribute_certificates()
    stamped()
    additions.later()
    variants.all_variants()
