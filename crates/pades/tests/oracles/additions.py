"""Files to which something was added after their signature, for `verification.py`."""

from io import BytesIO

from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from signing import OWN, blank, by_pyhanko, embedded, signature, write


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
    without_field()


def without_field():
    """Signatures that no field refers to, and usage rights, which are none."""
    make = lambda digest_of: signature(digest_of)
    kinds = (
        ("signature", {}),
        ("timestamp", {pdf_name("/Type"): pdf_name("/DocTimeStamp")}),
        ("untyped", {pdf_name("/Type"): generic.NullObject()}),
    )
    for name, extra in kinds:
        write(f"orphan.{name}", embedded(make, field=None, extra=extra))
        twice = embedded(make, field=None, extra=extra, pdf=signed_file(blank()))
        write(f"orphan.{name}-behind-another", twice)
    for key in ("UR", "UR3"):
        pdf = embedded(make, "/adbe.pkcs7.detached", field=None, rights=f"/{key}")
        write(f"rights.{key}", pdf)
        write(f"rights.{key}-dropped", updated(pdf, drop_rights))


def drop_rights(writer):
    del writer.root["/Perms"]
    writer.update_root()


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
