//! Uploads as offices send them: each is taken with everything that its pages show, or refused for its reason.

use crate::by_hand::{CONTENTS, expect_like, expect_same, page, plain_page, replaced, written};
use crate::forms::{appearance, form, one, text_field, whole};
use crate::render::{expect_sound, text};
use crate::samples::{catalog, changed, contract, key, request};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use wariin_pades::{Change, Opening, Refused, intake, intake_with, sign};

// DO-03
#[test]
fn a_repair_loses_no_word_and_no_pixel() {
    let sound = plain_page();
    let junk = |pdf: &[u8]| [b"junk\r\n", pdf].concat();
    let wrong_start = replaced(&sound, "startxref\n", "startxref\n1");
    let length = format!("/Length {}", CONTENTS.len());
    let cases = [
        ("junk", junk(&sound)),
        ("a tab before endstream", junk(&replaced(&sound, "\nendstream", "\t\n\tendstream"))),
        ("a wrong length", junk(&replaced(&sound, &length, "/Length 3"))),
        ("a length that is much too large", junk(&replaced(&sound, &length, "/Length 9999999"))),
        ("no length", junk(&replaced(&sound, &length, ""))),
        ("a name with a space", junk(&replaced(&sound, "Times-Roman", "Times Roman"))),
        ("a number with two signs", junk(&replaced(&sound, "10 50 Td", "--5 50 Td"))),
        ("a wrong startxref", wrong_start.clone()),
        ("no type of the page", replaced(&sound, "/Type/Page/Parent", "/Parent")),
        ("one wrong entry", {
            let at = sound.windows(5).position(|w| w == b"5 0 o").unwrap();
            replaced(&sound, &format!("{at:010}"), "0000000003")
        }),
        ("a table that begins at the wrong number", replaced(&sound, "xref\n0 6", "xref\n1 6")),
    ];
    for (name, pdf) in cases {
        let is_other = ["a name with a space", "a number with two signs"].contains(&name);
        let like = if is_other { &pdf } else { &sound };
        expect_like(name, &pdf, like, &[Change::Repaired]);
    }
}

// DO-03
#[test]
fn a_file_without_its_end_is_refused_if_something_is_missing() {
    let whole = plain_page();
    let at = |what: &str| whole.windows(what.len()).position(|w| w == what.as_bytes()).unwrap();
    for (name, end) in [("before the font", at("5 0 obj")), ("in the contents", at("Price"))] {
        assert_eq!(intake(whole[..end].to_vec()).unwrap_err(), Refused::Truncated, "{name}");
    }
    // Files that the validators do not open.
    let without_table = whole[..at("xref\n")].to_vec();
    let returns = |byte: &u8| if *byte == b'\n' { b'\r' } else { *byte };
    let only_returns = whole.iter().map(returns).collect();
    for pdf in [without_table, only_returns] {
        let taken = intake(pdf).unwrap();
        let used = taken.repaired.unwrap_or_else(|| whole.clone());
        assert_eq!(text(&used), text(&whole));
    }
}

#[test]
fn references_to_objects_that_do_not_exist_are_null() {
    let stream = format!("<</Length {}>>\nstream\n{CONTENTS}\nendstream", CONTENTS.len());
    for entry in ["/AcroForm 8 0 R", "/Names 8 0 R", "/OCProperties 8 0 R", "/Metadata 8 0 R"] {
        let free = page(entry, "/Annots 8 0 R", &stream);
        let used = expect_same(entry, &free, &[]);
        assert_eq!(used, free, "{entry}");
        sign(used, &key(), &request("once")).unwrap();
    }
}

// DO-03
#[test]
fn tables_with_lines_of_other_widths_are_read() {
    let narrow = |end: &str| {
        let text = String::from_utf8(plain_page()).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        let is_entry = |line: &str| line.len() == 19 && line.ends_with(['n', 'f', ' ']);
        let line = |line: &&str| {
            if is_entry(line) { format!("{}{end}", line.trim_end()) } else { format!("{line}\n") }
        };
        lines.iter().map(line).collect::<String>().into_bytes()
    };
    for (name, end) in [("19", "\n"), ("21", " \r\n")] {
        let pdf = narrow(end);
        expect_same(name, &pdf, &[Change::Repaired]);
        let signed = sign(pdf.clone(), &key(), &request("once")).unwrap();
        assert!(signed.starts_with(&pdf));
        let taken = intake(signed.clone()).unwrap();
        assert!(taken.is_signed && taken.repaired.is_none(), "{name}");
        let twice = sign(signed.clone(), &key(), &request("twice")).unwrap();
        assert!(twice.starts_with(&signed), "{name}");
    }
}

/// The contract with this annotation on its first page.
fn annotated(annotation: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    changed(|d| {
        let annotation = annotation(d);
        let id = d.add_object(annotation);
        let page = d.get_pages()[&1];
        d.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", vec![id.into()]);
    })
}

fn link(action: Dictionary, rect: [i64; 4]) -> Vec<u8> {
    annotated(|_| {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => whole(rect),
            "Border" => [0, 0, 0].map(Object::Integer).to_vec(), "A" => action,
        }
    })
}

// DO-04
#[test]
fn links_to_other_files_and_over_a_page_lose_their_target() {
    let small = [10, 10, 60, 30];
    let named = |name: &str| [Change::LinksRemoved(vec![name.to_owned()])];
    let file = |kind: &str| {
        dictionary! { "S" => kind, "F" => Object::string_literal("annex.pdf") }
    };
    for kind in ["GoToR", "Launch", "GoToE"] {
        expect_same(kind, &link(file(kind), small), &named("annex.pdf"));
    }
    let web = |address: &str| {
        dictionary! { "S" => "URI", "URI" => Object::string_literal(address) }
    };
    expect_same("web", &link(web("https://example.jp/"), small), &[]);
    expect_same("file", &link(web("file:///a"), small), &named("file:///a"));
    let whole_page = link(web("https://example.jp/"), [0, 0, 595, 842]);
    expect_same("whole page", &whole_page, &named("https://example.jp/"));
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
    expect_same("script", &link(script, small), &[Change::ActionsRemoved]);
}

fn with_file(name: &str) -> impl Fn(&mut Document) -> ObjectId {
    let name = name.to_owned();
    move |d| {
        let stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"SECRET".to_vec());
        let file = d.add_object(stream);
        d.add_object(dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal(name.as_bytes()),
            "EF" => dictionary! { "F" => file },
        })
    }
}

// DO-04
#[test]
fn attachments_are_removed_and_named_and_those_of_an_invoice_stay() {
    let in_tree = |name: &str| {
        changed(|d| {
            let file = with_file(name)(d);
            let names = vec![Object::string_literal("x"), file.into()];
            let tree = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
            catalog(d).set("Names", tree);
        })
    };
    let associated = changed(|d| {
        let file = with_file("b.txt")(d);
        catalog(d).set("AF", vec![file.into()]);
    });
    let pinned = annotated(|d| {
        let file = with_file("c.txt")(d);
        let seen = appearance(d, "0 0 1 rg 0 0 100 20 re f", |_| {});
        dictionary! {
            "Type" => "Annot", "Subtype" => "FileAttachment", "Rect" => whole([10, 10, 110, 30]),
            "FS" => file, "AP" => dictionary! { "N" => seen }, "F" => 4,
        }
    });
    for (name, pdf) in [("a.xlsx", in_tree("a.xlsx")), ("b.txt", associated), ("c.txt", pinned)] {
        let told = [Change::AttachmentsRemoved(vec![name.to_owned()])];
        let used = expect_same(name, &pdf, &told);
        assert!(!used.windows(6).any(|w| w == b"SECRET"), "{name}");
    }
    let invoice = in_tree("factur-x.xml");
    let told = [Change::AttachmentsKept(vec!["factur-x.xml".to_owned()])];
    assert_eq!(expect_same("invoice", &invoice, &told), invoice);
    let signed = sign(in_tree("a.xlsx"), &key(), &request("once")).unwrap();
    let told = intake(signed).unwrap().changes;
    assert_eq!(told, [Change::AttachmentsKept(vec!["a.xlsx".to_owned()])]);
}

// DO-05
#[test]
fn annotations_that_paint_become_part_of_the_page_and_media_are_refused() {
    let note = |kind: &'static str| {
        annotated(move |d| {
            let seen = appearance(d, "1 0 0 rg 0 0 100 20 re f", |_| {});
            dictionary! {
                "Type" => "Annot", "Subtype" => kind, "Rect" => whole([100, 700, 200, 720]),
                "AP" => dictionary! { "N" => seen }, "F" => 4,
            }
        })
    };
    for kind in ["FreeText", "Stamp", "Ink", "Square"] {
        let used = expect_same(kind, &note(kind), &[Change::AnnotationsFixed]);
        expect_sound(&used);
        assert!(!used.ends_with(b"/Annots"));
    }
    for kind in ["RichMedia", "Movie", "Sound", "Screen", "3D"] {
        assert_eq!(intake(note(kind)).unwrap_err(), Refused::Media, "{kind}");
    }
    let undefined = annotated(|_| {
        dictionary! { "Subtype" => "FreeText", "Rect" => whole([1, 1, 90, 20]), "F" => 4 }
    });
    let drawn = [Change::AnnotationsFixed, Change::AnnotationsDrawn];
    assert_eq!(intake(undefined).unwrap().changes, drawn);
}

/// The contract with one layer, which the configuration and its usage switch.
fn layered(configuration: impl FnOnce(ObjectId) -> Dictionary, usage: Dictionary) -> Vec<u8> {
    changed(|d| {
        let layer = d.add_object(dictionary! {
            "Type" => "OCG", "Name" => Object::string_literal("l"), "Usage" => usage,
        });
        let all = vec![layer.into()];
        let made = configuration(layer);
        catalog(d).set("OCProperties", dictionary! { "OCGs" => all, "D" => made });
        let page = d.get_pages()[&1];
        let page = d.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        let resources = page.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
        resources.set("Properties", dictionary! { "L" => layer });
        let before = page.get(b"Contents").unwrap().clone();
        let drawn = b"/OC /L BDC 0 1 0 rg 100 100 200 200 re f EMC".to_vec();
        let drawn = d.add_object(Stream::new(dictionary! {}, drawn));
        let page = d.get_pages()[&1];
        let page = d.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Contents", vec![before, drawn.into()]);
    })
}

// DO-05
#[test]
fn layers_are_fixed_as_screen_and_print_show_them_or_refused() {
    let off = |layer: ObjectId| dictionary! { "OFF" => vec![layer.into()] };
    let none = Dictionary::new;
    let told = [Change::LayersFixed];
    let used = expect_same("all on", &layered(|_| none(), none()), &told);
    assert!(!used.windows(13).any(|w| w == b"/OCProperties"));
    // What is hidden stays in the file, which the sender has to agree to.
    let kept = Change::HiddenLayersKept(vec!["l".to_owned()]);
    assert!(kept.needs_word());
    let told = [Change::LayersFixed, kept.clone()];
    let hidden = expect_same("one off", &layered(off, none()), &told);
    let again = intake(hidden.clone()).unwrap();
    assert_eq!((again.changes, again.repaired), (vec![kept.clone()], None));
    let signed = sign(hidden.clone(), &key(), &request("once")).unwrap();
    assert_eq!(intake(signed).unwrap().changes, [kept]);
    assert!(hidden.windows(7).any(|w| w == b"/Locked"));
    let state = |event: &str, key: &str, state: &str| {
        dictionary! { event => dictionary! { key => state } }
    };
    let cases = [
        layered(|_| none(), state("Print", "PrintState", "OFF")),
        layered(|_| none(), state("View", "ViewState", "OFF")),
        layered(off, state("Print", "PrintState", "ON")),
        layered(
            |layer| {
                let rule = dictionary! {
                    "Event" => "View", "OCGs" => vec![layer.into()],
                    "Category" => vec!["Zoom".into()],
                };
                dictionary! { "AS" => vec![rule.into()] }
            },
            none(),
        ),
    ];
    for pdf in cases {
        assert_eq!(intake(pdf).unwrap_err(), Refused::Layers);
    }
}

// DO-05 CO-09
#[test]
fn scripts_and_rights_go_with_a_form_and_a_missing_appearance_is_made() {
    let script = || dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("AFx") };
    let scripted = one(|d| {
        let seen = appearance(d, "BT /Helv 14 Tf 4 6 Td (Yamada) Tj ET", |_| {});
        let mut field = text_field(Some(seen));
        field.set("AA", dictionary! { "F" => script(), "K" => script(), "V" => script() });
        field
    });
    let used = expect_same("scripts", &scripted, &[Change::FormFixed, Change::ActionsRemoved]);
    assert!(!used.windows(3).any(|w| w == b"AFx"));
    let calculated = form(
        |d| {
            let seen = appearance(d, "BT /Helv 14 Tf 4 6 Td (Yamada) Tj ET", |_| {});
            vec![d.add_object(text_field(Some(seen))).into()]
        },
        |d, form| {
            let rights =
                d.add_object(dictionary! { "Type" => "Sig", "ByteRange" => whole([0, 1, 2, 3]) });
            catalog(d).set("Perms", dictionary! { "UR3" => rights });
            form.set("CO", Vec::<Object>::new());
            form.set("XFA", vec![Object::string_literal("template"), 0.into()]);
        },
    );
    let told = [Change::FormFixed, Change::UsageRightsRemoved, Change::XfaRemoved];
    expect_same("rights", &calculated, &told);
    let bare = one(|_| {
        let mut field = text_field(None);
        field.set("DA", Object::string_literal("/Helv 12 Tf 0 g"));
        field
    });
    let taken = intake(bare).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed, Change::FormDrawn]);
    assert!(taken.changes.iter().any(Change::needs_word));
    assert!(text(&taken.repaired.unwrap()).contains("Yamada"));
}

#[test]
fn a_value_that_its_appearance_does_not_show_is_shown_where_viewers_would_show_it() {
    let stale = |shown: &str| {
        let contents = format!("BT /Helv 14 Tf 4 6 Td ({shown}) Tj ET");
        form(
            |d| {
                let seen = appearance(d, &contents, |_| {});
                let mut field = text_field(Some(seen));
                field.set("DA", Object::string_literal("/Helv 12 Tf 0 g"));
                vec![d.add_object(field).into()]
            },
            |_, form| form.set("NeedAppearances", true),
        )
    };
    let taken = intake(stale("Tanaka")).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed, Change::FormDrawn]);
    let shown = text(&taken.repaired.unwrap());
    assert!(shown.contains("Yamada") && !shown.contains("Tanaka"));
    assert_eq!(intake(stale("Ya ma da")).unwrap().changes, [Change::FormFixed]);
}

// DO-03
#[test]
fn a_filter_that_no_viewer_knows_is_refused_by_its_name() {
    for (filter, name) in [("/XORDecode", "XORDecode"), ("[/FlateDecode/Own#20One]", "Own One")] {
        let stream = format!("<</Length 4/Filter {filter}>>\nstream\nabcd\nendstream");
        let refused = intake(page("", "", &stream)).unwrap_err();
        assert_eq!(refused, Refused::UnknownFilter(name.to_owned()));
    }
}

// DO-06
#[test]
fn many_objects_in_one_object_stream_are_linear_work() {
    let count = 65_000;
    let numbers = 10..10 + count;
    let head: String = numbers.clone().map(|n| format!("{n} {} ", (n - 10) * 3)).collect();
    let stream = format!("{head}{}", "1 \n".repeat(count));
    let first = head.len();
    let refs: String = numbers.map(|n| format!("{n} 0 R ")).collect();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Own 6 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 144]>>",
        "<</Type/Page/Parent 2 0 R>>",
        &format!(
            "<</Type/ObjStm/N {count}/First {first}/Length {}>>\nstream\n{stream}\nendstream",
            stream.len()
        ),
        "null",
        &format!("[{refs}]"),
    ];
    // Without its table, so that every object is read.
    let taken = intake(written(&objects, |_| "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF".into()));
    assert_eq!(taken.unwrap().changes, [Change::Repaired]);
}

#[test]
fn a_password_opens_a_file_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    std::fs::write(&from, contract()).unwrap();
    let mut qpdf = std::process::Command::new("qpdf");
    qpdf.args(["--encrypt", "himitsu", "owner", "256", "--"]).arg(&from).arg(&to);
    assert!(qpdf.status().unwrap().success());
    let locked = std::fs::read(&to).unwrap();
    assert_eq!(intake(locked.clone()).unwrap_err(), Refused::PasswordNeeded);
    let wrong = intake_with(locked.clone(), Opening { password: "other", ..Opening::default() })
        .unwrap_err();
    assert_eq!(wrong, Refused::WrongPassword);
    for password in ["himitsu", "owner"] {
        let taken =
            intake_with(locked.clone(), Opening { password, ..Opening::default() }).unwrap();
        assert_eq!(taken.changes, [Change::Decrypted]);
        assert_eq!(text(&taken.repaired.unwrap()), text(&contract()));
    }
}
