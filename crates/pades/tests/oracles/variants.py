"""More files for the comparison with pyHanko, for `verification.py`: signatures as others write them, and additions of
every kind.
"""

import asyncio
import datetime
import hashlib
import re

import additions
from asn1crypto import cms, core, keys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign import fields
from pyhanko.sign.timestamps import DummyTimeStamper
from signing import (
    OWN,
    RSA,
    as_asn1,
    blank,
    by_pyhanko,
    certificate,
    cms_file,
    embedded,
    digest_by,
    named,
    signature,
    write,
)

NOON = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.timezone.utc)


def attribute(kind, value):
    return cms.CMSAttribute({"type": kind, "values": [value]})


def protection(digest, scheme):
    value = cms.CMSAlgorithmProtection(
        {
            "digest_algorithm": {"algorithm": digest},
            "signature_algorithm": {"algorithm": scheme},
        }
    )
    return attribute("cms_algorithm_protection", value)


def made(change=None, pdf=None, **options):
    """The file with a signature whose CMS was changed."""
    change = change or (lambda it: it)
    return embedded(lambda digest_of: change(signature(digest_of, **options)), pdf=pdf)


def reloaded(change):
    def apply(der):
        info = cms.ContentInfo.load(der)
        change(info["content"])
        return info.dump(force=True)

    return apply


def structures():
    time = cms.Time({"utc_time": core.UTCTime(NOON)})
    cms_file("variant.signing-time", also=[attribute("signing_time", time)])
    cms_file("variant.protected", also=[protection("sha256", "rsassa_pkcs1v15")])
    cms_file("variant.protected-digest", also=[protection("sha512", "rsassa_pkcs1v15")])
    cms_file("variant.protected-value", also=[protection("sha256", "sha512_rsa")])
    cms_file("variant.digest", lie="digest")
    cms_file("variant.content-type", content_type="signed_data")
    cms_file("variant.no-sub-filter", "/")
    cms_file("variant.unknown-sub-filter", "/adbe.other")

    def twice(data):
        data["signer_infos"] = [data["signer_infos"][0], data["signer_infos"][0].copy()]

    def none(data):
        data["signer_infos"] = []

    def unlisted(data):
        data["digest_algorithms"] = [{"algorithm": "sha512"}]

    def untyped(data):
        attributes = data["signer_infos"][0]["signed_attrs"]
        data["signer_infos"][0]["signed_attrs"] = [it for it in attributes][1:]

    for name, change in (("twice", twice), ("none", none), ("unlisted", unlisted), ("untyped", untyped)):
        write(f"variant.signers-{name}", made(reloaded(change)))
    write("variant.bytes-behind", made(lambda der: der + b"\x30\x03\x02\x01\x05"))
    write("variant.indefinite", made(indefinite))
    write("variant.no-cms", made(lambda der: b"\x04\x05hello"))
    whole = made()
    at = whole.rindex(b"/Contents <") + 11
    end = whole.index(b">", at)
    write("variant.lower-case", whole[:at] + whole[at:end].lower() + whole[end:])
    write("variant.blank-in-value", whole[: end - 2] + b" \n" + whole[end:])
    for name, change in (
        ("starts-later", lambda n: [2, n[1] - 2, n[2], n[3]]),
        ("beyond", lambda n: [n[0], n[1], n[2], n[3] + 3]),
        ("wide-gap", lambda n: [n[0], n[1] - 20, n[2], n[3]]),
        ("late-gap", lambda n: [n[0], n[1], n[2] + 7, n[3] - 7]),
    ):
        write(f"variant.range-{name}", ranged(change))
    write("changed.end-uncovered", ranged(lambda n: [n[0], n[1], n[2], n[3] - 3]))


def indefinite(der):
    """The outer levels in BER of indefinite length."""
    oid = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
    # Each head has four bytes: the tag, and a length in two bytes behind their number.
    parts = der[4 + len(oid) + 4 + 4 :]
    return b"\x30\x80" + oid + b"\xa0\x80\x30\x80" + parts + bytes(6)


def ranged(change):
    """A signature over another byte range."""
    whole = made()
    place = whole.rindex(b"/ByteRange [") + len(b"/ByteRange ")
    close = whole.index(b"]", place) + 1
    numbers = [int(it) for it in re.findall(rb"\d+", whole[place:close])]
    range = change(list(numbers))
    written = b"[%d %d %d %d]" % tuple(range)
    end = place + len(written)
    rest = close - end
    whole = whole[:place] + written + (b" " * rest) + whole[close:] if rest >= 0 else whole
    signed = whole[range[0] : range[0] + range[1]] + whole[range[2] : range[2] + range[3]]
    value = signature(lambda name: digest_by(name, signed)).hex().upper().encode()
    at = whole.rindex(b"/Contents <") + 11
    end = whole.index(b">", at)
    return whole[:at] + value.ljust(end - at, b"0") + whole[end:]


def algorithms():
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate(key)

    def plain(der):
        info = cms.ContentInfo.load(der)
        signer = info["content"]["signer_infos"][0]
        r, s = utils.decode_dss_signature(signer["signature"].native)
        signer["signature"] = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return info.dump(force=True)

    ecdsa = named("1.2.840.10045.4.3.2")
    write("variant.ecdsa-by-halves", made(plain, key=key, own=own, algorithm=ecdsa))
    cms_file("variant.ecdsa-by-kind-of-key", key=key, own=own, algorithm=named("1.2.840.10045.2.1"))
    other = ec.generate_private_key(ec.SECP256R1())
    cms_file("variant.ecdsa-other-key", key=other, own=own, algorithm=ecdsa)
    cms_file("variant.rsa-named-ecdsa", algorithm=ecdsa)
    cms_file("variant.ecdsa-named-rsa", key=key, own=own)
    cms_file("variant.sha512-named-sha256", digest="sha512", algorithm=named("1.2.840.113549.1.1.11", b"\x05\x00"))
    cms_file("variant.null-parameters", algorithm=named("1.2.840.113549.1.1.11", b"\x05\x00"))
    cms_file("variant.absent-parameters", algorithm=named("1.2.840.113549.1.1.11"))
    cms_file("unknown.RSA with SHA-256 with parameters.octets", algorithm=named("1.2.840.113549.1.1.11", b"\x04\x01x"))


def timestamps():
    key, own = RSA, certificate(RSA, "Authority", stamps=True)
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    authority = DummyTimeStamper(as_asn1(own), keys.PrivateKeyInfo.load(der), fixed_dt=NOON)

    def stamp(message, algorithm="sha256"):
        digest = hashlib.new(algorithm, message).digest()
        return asyncio.run(authority.async_timestamp(digest, algorithm))

    def token(change):
        return lambda value: [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [change(value)]})]

    cms_file("variant.token", unsigned=token(stamp))
    cms_file("variant.token-over-other", unsigned=token(lambda value: stamp(value + b"x")))
    cms_file("variant.token-by-sha1", unsigned=token(lambda value: stamp(value, "sha1")))

    def broken(value):
        info = cms.ContentInfo.load(stamp(value).dump())
        signer = info["content"]["signer_infos"][0]
        signer["signature"] = bytes(len(signer["signature"].native))
        return cms.ContentInfo.load(info.dump(force=True))

    cms_file("variant.token-broken", unsigned=token(broken))
    over = lambda make: embedded(make, "/ETSI.RFC3161", extra={pdf_name("/Type"): pdf_name("/DocTimeStamp")})

    def document(digest_of, algorithm="sha256", wrong=False):
        digest = digest_of(algorithm) if not wrong else bytes(32)
        return asyncio.run(authority.async_timestamp(digest, algorithm)).dump()

    write("variant.document-timestamp", over(document))
    write("variant.document-timestamp-sha512", over(lambda it: document(it, "sha512")))
    write("variant.document-timestamp-over-other", over(lambda it: document(it, wrong=True)))


def dictionary(**entries):
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def numbers(*all):
    return generic.ArrayObject([generic.NumberObject(it) for it in all])


def additions_of_every_kind():
    once = additions.signed_file(blank())
    certified = by_pyhanko(blank(), "A", certify=True, docmdp_permissions=fields.MDPPerm(3))

    def catalog(key, make):
        def change(writer):
            writer.root[f"/{key}"] = make(writer)
            writer.update_root()

        return change

    def page(key, make):
        def change(writer):
            first = writer.root["/Pages"]["/Kids"][0].get_object()
            first[f"/{key}"] = make(writer)
            writer.update_container(first)

        return change

    def xmp(writer):
        entries = {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}
        return writer.add_object(generic.StreamObject(entries, stream_data=b"<x/>"))

    def annotation(**entries):
        def make(writer):
            first = writer.root["/Pages"]["/Kids"][0].get_object()
            box = numbers(0, 0, 20, 20)
            it = dictionary(Type=pdf_name("/Annot"), Rect=box, **entries)
            return generic.ArrayObject([*first["/Annots"], writer.add_object(it)])

        return make

    note = annotation(Subtype=pdf_name("/Text"), Contents=generic.pdf_string("n"))
    link = annotation(Subtype=pdf_name("/Link"))
    for name, change in (
        ("metadata", catalog("Metadata", xmp)),
        ("lang", catalog("Lang", lambda _: generic.pdf_string("ja"))),
        ("version", catalog("Version", lambda _: pdf_name("/2.0"))),
        ("extensions", catalog("Extensions", lambda _: dictionary(ESIC=dictionary(BaseVersion=pdf_name("/1.7"))))),
        ("viewer-preferences", catalog("ViewerPreferences", lambda _: dictionary(DisplayDocTitle=generic.BooleanObject(True)))),
        ("page-mode", catalog("PageMode", lambda _: pdf_name("/UseOutlines"))),
        ("page-labels", catalog("PageLabels", lambda _: dictionary(Nums=generic.ArrayObject()))),
        ("outlines", catalog("Outlines", lambda writer: writer.add_object(dictionary(Type=pdf_name("/Outlines"))))),
        ("names", catalog("Names", lambda _: dictionary(Dests=dictionary(Names=generic.ArrayObject())))),
        ("output-intents", catalog("OutputIntents", lambda _: generic.ArrayObject())),
        ("mark-info", catalog("MarkInfo", lambda _: dictionary(Marked=generic.BooleanObject(True)))),
        ("unknown-entry", catalog("Own", lambda _: generic.NumberObject(1))),
        ("page-metadata", page("Metadata", xmp)),
        ("page-rotated", page("Rotate", lambda _: generic.NumberObject(90))),
        ("page-box", page("MediaBox", lambda _: numbers(0, 0, 300, 300))),
        ("page-crop", page("CropBox", lambda _: numbers(0, 0, 300, 300))),
        ("page-tabs", page("Tabs", lambda _: pdf_name("/R"))),
        ("page-modified", page("LastModified", lambda _: generic.pdf_string("D:20260601120000Z"))),
        ("page-private", page("PieceInfo", lambda _: dictionary())),
        ("page-thumb", page("Thumb", xmp)),
        ("page-action", page("AA", lambda _: dictionary(O=dictionary(S=pdf_name("/JavaScript"))))),
        ("note", page("Annots", note)),
        ("link", page("Annots", link)),
        ("page-again", page("Type", lambda _: pdf_name("/Page"))),
        ("unused-object", lambda writer: writer.add_object(dictionary(A=generic.NumberObject(1)))),
        ("store-twice", lambda writer: additions.store(writer, "CRLs")),
    ):
        write(f"variant.adds-{name}", additions.updated(once, change))
    for name, change in (("note", page("Annots", note)), ("link", page("Annots", link))):
        write(f"variant.certified-3-adds-{name}", additions.updated(certified, change))
    stored = additions.updated(once, additions.store)
    write("variant.store-replaced", additions.updated(stored, lambda writer: additions.store(writer, "OCSPs")))

    def without_store(writer):
        del writer.root["/DSS"]
        writer.update_root()

    write("variant.store-removed", additions.updated(stored, without_store))

    def form(change):
        def apply(writer):
            it = writer.root["/AcroForm"]
            change(writer, it)
            writer.update_container(it)

        return apply

    def field(**entries):
        def apply(writer):
            it = additions.field_of(writer, "amount")
            for key, value in entries.items():
                it[f"/{key}"] = value
            writer.update_container(it)

        return apply

    def another(writer, form):
        new = dictionary(FT=pdf_name("/Tx"), T=generic.pdf_string("new"), V=generic.pdf_string("x"))
        form["/Fields"].append(writer.add_object(new))

    needs = form(lambda _, it: it.__setitem__("/NeedAppearances", generic.BooleanObject(True)))
    for name, change in (
        ("needs-appearances", needs),
        ("xfa", form(lambda _, it: it.__setitem__("/XFA", generic.pdf_string("x")))),
        ("another-field", form(another)),
        ("calculation-order", form(lambda _, it: it.__setitem__("/CO", generic.ArrayObject()))),
        ("value-only", field(V=generic.pdf_string("7"))),
        ("value-rich", field(V=generic.pdf_string("7"), RV=generic.pdf_string("<p>7</p>"))),
        ("value-dated", field(V=generic.pdf_string("7"), M=generic.pdf_string("D:20260601"))),
        ("read-only", field(Ff=generic.NumberObject(1))),
        ("value-read-only", field(V=generic.pdf_string("7"), Ff=generic.NumberObject(1))),
        ("field-script", field(AA=dictionary(K=dictionary(S=pdf_name("/JavaScript"))))),
        ("field-default", field(DV=generic.pdf_string("9"))),
        ("field-tip", field(TU=generic.pdf_string("other"))),
        ("field-style", field(DA=generic.pdf_string("/Helv 0 Tf 1 g"))),
        ("field-color", field(MK=dictionary(BG=numbers(1, 1, 1)))),
    ):
        write(f"variant.form-{name}", additions.updated(once, change))
    filled = additions.signed_file(additions.updated(blank(), additions.fill))
    for name, flags in (("hidden", 2), ("not-viewed", 36)):
        hidden = additions.updated(filled, field(F=generic.NumberObject(flags)))
        write(f"changed.field-{name}", hidden)
    write("filled.print-flag", additions.updated(filled, field(F=generic.NumberObject(132))))
    twice = additions.signed_file(once, field="B")
    write("variant.third-certifies", by_pyhanko(twice, "C", certify=False))
    write("variant.filled-between", additions.signed_file(additions.updated(once, additions.fill), field="B"))
    write("variant.filled-behind-both", additions.updated(twice, additions.fill))


def all_variants():
    structures()
    algorithms()
    timestamps()
    additions_of_every_kind()
