//! More members of the classes of files that uploads were refused for, or lost something by.

use crate::by_hand::{CONTENTS, expect_same, page, plain_page, replaced};
use crate::forms::{appearance, form, text_field};
use crate::render::text;
use crate::samples::{NOW, catalog, changed, contract, hybrid, key, request};
use lopdf::{Dictionary, Document, Object, dictionary};
use std::process::Command;
use wariin_pades::{Change, Trust, Utc, intake, sign, verify};

fn stream() -> String {
    format!("<</Length {}>>\nstream\n{CONTENTS}\nendstream", CONTENTS.len())
}

/// A field of text as it is shown, with its form and its catalog changed by hand.
fn filled(
    field: impl FnOnce(&mut Document, &mut Dictionary),
    change: impl FnOnce(&mut Document, &mut Dictionary),
) -> Vec<u8> {
    form(
        |d| {
            let seen = appearance(d, "BT /Helv 14 Tf 4 6 Td (Yamada) Tj ET", |_| {});
            let mut it = text_field(Some(seen));
            field(d, &mut it);
            vec![d.add_object(it).into()]
        },
        change,
    )
}

/// A revision behind the file, in which this object has this body.
fn updated(pdf: &[u8], number: u32, body: &str, trailer: &str) -> Vec<u8> {
    let keyword = b"startxref\n";
    let at = pdf.windows(keyword.len()).rposition(|window| window == keyword).unwrap();
    let before: String = pdf[at + keyword.len()..]
        .iter()
        .map(|byte| char::from(*byte))
        .take_while(char::is_ascii_digit)
        .collect();
    let place = pdf.len();
    let object = format!("{number} 0 obj\n{body}\nendobj\n");
    let start = place + object.len();
    let tail = format!(
        "xref\n{number} 1\n{place:010} 00000 n\r\ntrailer\n<</Root 1 0 R/Size 9/Prev {before}{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    );
    [pdf, object.as_bytes(), tail.as_bytes()].concat()
}

// DO-03
#[test]
fn usage_rights_go_however_they_are_written() {
    let rights = || {
        let reference = dictionary! {
            "Type" => "SigRef", "TransformMethod" => "UR3",
            "TransformParams" => dictionary! { "Type" => "TransformParams", "V" => "2.2" },
        };
        dictionary! {
            "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "adbe.pkcs7.detached",
            "ByteRange" => [0, 100, 200, 100].map(Object::Integer).to_vec(),
            "Contents" => Object::string_literal("x"), "Reference" => vec![reference.into()],
        }
    };
    let told = [Change::FormFixed, Change::UsageRightsRemoved];
    for key in ["UR3", "UR"] {
        let direct =
            filled(|_, _| {}, |d, _| catalog(d).set("Perms", dictionary! { key => rights() }));
        let used = expect_same(key, &direct, &told);
        assert!(!used.windows(5).any(|w| w == b"/Perm"), "{key}");
        let apart = filled(
            |_, _| {},
            |d, _| {
                let rights = d.add_object(rights());
                let all = d.add_object(dictionary! { key => rights });
                catalog(d).set("Perms", all);
            },
        );
        expect_same(key, &apart, &told);
    }
    let without_form = changed(|d| catalog(d).set("Perms", dictionary! { "UR3" => rights() }));
    expect_same("no form", &without_form, &[Change::UsageRightsRemoved]);
}

// DO-03
#[test]
fn what_scripts_do_with_a_field_goes_and_what_it_shows_stays() {
    let script = |source: &str| {
        dictionary! { "S" => "JavaScript", "JS" => Object::string_literal(source) }
    };
    for (event, source) in [
        ("F", "AFDate_FormatEx(\"yyyy/mm/dd\");"),
        ("K", "AFNumber_Keystroke(2, 0, 0, 0, \"\", true);"),
        ("V", "AFRange_Validate(true, 1, true, 9);"),
        ("C", "AFSimple_Calculate(\"SUM\", new Array(\"a\"));"),
    ] {
        let direct =
            filled(|_, field| field.set("AA", dictionary! { event => script(source) }), |_, _| {});
        let apart = filled(
            |d, field| {
                let action = d.add_object(script(source));
                let all = d.add_object(dictionary! { event => action });
                field.set("AA", all);
            },
            |_, form| form.set("CO", Vec::<Object>::new()),
        );
        for pdf in [direct, apart] {
            let used = expect_same(event, &pdf, &[Change::FormFixed, Change::ActionsRemoved]);
            assert!(!used.windows(3).any(|w| w == &source.as_bytes()[..3]), "{event}");
        }
    }
}

// DO-05
#[test]
fn a_form_whose_appearances_are_to_be_generated_is_taken_as_shown_where_they_show_the_values() {
    let asks = |form: &mut Dictionary| form.set("NeedAppearances", true);
    let utf16 = [0xfe, 0xff].into_iter().chain("Yamada".bytes().flat_map(|byte| [0, byte]));
    let utf16: Vec<u8> = utf16.collect();
    let utf8 = b"\xef\xbb\xbfYamada".to_vec();
    for (name, value) in [("UTF-16", utf16), ("UTF-8", utf8), ("plain", b"Yamada".to_vec())] {
        let pdf =
            filled(|_, field| field.set("V", Object::string_literal(value)), |_, form| asks(form));
        // poppler draws such a field in a font of its own.
        assert_eq!(intake(pdf).unwrap().changes, [Change::FormFixed], "{name}");
    }
}

// DO-04
#[test]
fn a_tree_without_files_and_names_in_other_places_embed_nothing() {
    for entries in [
        "/Names<</EmbeddedFiles<</Names[]>>>>",
        "/Names<</EmbeddedFiles<</Kids[]>>>>",
        "/Names<</EmbeddedFiles 8 0 R>>",
        "/Names<</EmbeddedFiles<<>>/Dests<</Names[]>>>>",
        "/Names<<>>",
        "/Names null",
    ] {
        expect_same(entries, &page(entries, "", &stream()), &[]);
    }
    let plain = String::from_utf8(plain_page()).unwrap();
    for name in ["EF", "JS", "UF", "Launch", "XFA", "RichMedia", "OpenAction"] {
        // As long as the name that was there, so that nothing moves.
        let short = format!("{name:.2}");
        let named = plain.replace("/F1 ", &format!("/{short} "));
        expect_same(name, named.as_bytes(), &[]);
        let other = page("", &format!("/Own<</{name} 5 0 R>>"), &stream());
        expect_same(name, &other, &[]);
    }
}

// DO-04
#[test]
fn links_to_other_files_lose_their_target_however_it_is_named() {
    let link = |action: &str| {
        let annotation = format!(
            "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 50 20]/Border[0 0 0]/A {action}>>]"
        );
        page("", &annotation, &stream())
    };
    for action in [
        "<</S/GoToR/F(annex.pdf)/D[0/Fit]>>",
        "<</S/GoToR/F<</Type/Filespec/F(annex.pdf)>>/D(chapter)>>",
        "<</S/GoToR/F<</Type/Filespec/F(other)/UF<FEFF0061006E006E00650078002E007000640066>>>/D[0/Fit]>>",
        "<</S/Launch/F(annex.pdf)>>",
        "<</S/Launch/Win<</F(annex.pdf)>>>>",
        "<</S/GoToE/F(annex.pdf)/D[0/Fit]>>",
        "<</S/#47oToR/F(annex.pdf)/D[0/Fit]>>",
    ] {
        let taken = intake(link(action)).unwrap_or_else(|e| panic!("{action}: {e}"));
        let [Change::LinksRemoved(names)] = &taken.changes[..] else {
            panic!("{action}: {:?}", taken.changes)
        };
        assert_eq!(names, &["annex.pdf"], "{action}");
        assert_eq!(text(&taken.repaired.unwrap()), text(&plain_page()), "{action}");
    }
}

// DO-03
#[test]
fn a_form_that_is_not_there_is_none() {
    for entry in ["/AcroForm null", "/AcroForm 8 0 R", "/AcroForm 5 7 R", "/AcroForm<<>>"] {
        let taken = intake(page(entry, "", &stream())).unwrap_or_else(|e| panic!("{entry}: {e}"));
        let told: Vec<_> =
            taken.changes.into_iter().filter(|change| *change != Change::Repaired).collect();
        assert!(told.is_empty(), "{entry}: {told:?}");
    }
    // The table says that the object is free.
    let pdf = page("/AcroForm 6 0 R", "", &stream());
    let freed = replaced(&pdf, "trailer", "6 1\n0000000000 00001 f \ntrailer");
    expect_same("free", &freed, &[]);
}

// DO-03 DO-07
#[test]
fn hybrid_files_are_taken_sealed_and_recognised_as_they_are() {
    let title = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<<>>/Contents 4 0 R>>";
    let once = updated(&hybrid(), 3, title, "");
    let twice = updated(&once, 3, &title.replace("400 400", "300 500"), "");
    for (name, pdf) in [("as made", hybrid()), ("updated", once), ("updated twice", twice)] {
        let taken = intake(pdf.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            taken.repaired.is_none() && taken.changes.is_empty(),
            "{name}: {:?}",
            taken.changes
        );
        let mut sealed = pdf.clone();
        for count in 1..=2 {
            sealed = sign(sealed, &key(), &request("seal")).unwrap();
            assert!(sealed.starts_with(&pdf), "{name}");
            let again = intake(sealed.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(again.is_signed && again.repaired.is_none(), "{name}");
            let trust = Trust { roots: Vec::new(), now: Utc::from_unix(NOW) };
            let report = verify(sealed.clone(), &trust).unwrap();
            assert!(report.is_intact() && report.signatures.len() == count, "{name}: {report}");
        }
    }
}

// DO-03
#[test]
fn an_empty_password_opens_every_kind_of_encryption() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    std::fs::write(&from, contract()).unwrap();
    for options in [
        &["40"][..],
        &["128", "--use-aes=n"],
        &["128", "--use-aes=y"],
        &["128", "--force-V4"],
        &["256"],
        &["256", "--print=none", "--modify=none", "--extract=n"],
    ] {
        let mut qpdf = Command::new("qpdf");
        qpdf.args(["--allow-weak-crypto", "--encrypt", "", "owner"]).args(options);
        assert!(qpdf.arg("--").arg(&from).arg(&to).status().unwrap().success(), "{options:?}");
        let taken = intake(std::fs::read(&to).unwrap()).unwrap();
        assert_eq!(taken.changes, [Change::Decrypted], "{options:?}");
        assert_eq!(text(&taken.repaired.unwrap()), text(&contract()), "{options:?}");
    }
}
