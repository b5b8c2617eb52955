//! Attacks on what is shown and reported: hand-made revisions as no editor makes them, prepared uploads,
//! forged texts, and files made to exhaust the verifier.

use crate::authority::{Authority, Loopback, now};
use crate::samples::{NOW, changed, contract, key, one_page, request, request_at};
use lopdf::{Document, Object, Stream, dictionary};
use wariin_pades::{
    Added, Chain, Level, ProofScope, Report, Trust, Utc, archive, intake, sign,
    sign_with_timestamp, verify, verify_last,
};

/// The contents of the contract's first page.
const CONTENTS: u32 = 107;
/// A number that the contract does not have.
const FRESH: u32 = 800;

fn sealed(pdf: Vec<u8>) -> Vec<u8> {
    sign(pdf, &key(), &request("document 42")).unwrap()
}

fn checked(pdf: Vec<u8>) -> Report {
    verify(pdf, &Trust { roots: Vec::new(), now: Utc::from_unix(NOW) }).unwrap()
}

/// A revision written by hand.
#[derive(Default)]
struct Revision {
    objects: Vec<(u32, u16, Vec<u8>)>,
    freed: Vec<u32>,
    /// Entries that point elsewhere: number and offset.
    elsewhere: Vec<(u32, usize)>,
    /// Bytes that no entry points to.
    loose: Vec<u8>,
    trailer: &'static str,
}

impl Revision {
    fn of(objects: Vec<(u32, u16, Vec<u8>)>) -> Self {
        Self { objects, ..Self::default() }
    }

    fn behind(self, pdf: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(&pdf[pdf.len() - 60..]).into_owned();
        let previous: usize = text
            .split("startxref")
            .nth(1)
            .unwrap()
            .split_whitespace()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let at = pdf.windows(7).rposition(|window| window == b"trailer").unwrap();
        let kept = String::from_utf8_lossy(&pdf[at + 7..]).into_owned();
        let kept = &kept[kept.find("<<").unwrap() + 2..kept.rfind(">>").unwrap()];
        let is_own = |line: &&str| line.contains("/Prev") || line.contains("/Size");
        let kept: Vec<&str> = kept.lines().filter(|line| !is_own(line)).collect();
        let kept = kept.join("\n");
        let mut out = pdf.to_vec();
        let mut table = "xref\n".to_owned();
        for (number, generation, body) in &self.objects {
            table += &format!("{number} 1\n{:010} {generation:05} n\r\n", out.len());
            out.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        out.extend_from_slice(&self.loose);
        for number in &self.freed {
            table += &format!("{number} 1\n0000000000 00001 f\r\n");
        }
        for (number, offset) in &self.elsewhere {
            table += &format!("{number} 1\n{offset:010} 00000 n\r\n");
        }
        let start = out.len();
        let tail = format!(
            "{table}trailer\n<<{kept}/Size 9000/Prev {previous}{}>>\nstartxref\n{start}\n%%EOF\n",
            self.trailer
        );
        out.extend_from_slice(tail.as_bytes());
        out
    }
}

fn blot() -> Vec<u8> {
    let text = "1 0 0 rg 0 0 600 900 re f";
    format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()).into_bytes()
}

/// An object as the sealed file's newest revision has it.
fn newest(pdf: &[u8], number: u32) -> String {
    let head = format!("\n{number} 0 obj\n");
    let at = pdf.windows(head.len()).rposition(|w| w == head.as_bytes()).unwrap() + head.len();
    let end = at + pdf[at..].windows(7).position(|w| w == b"\nendobj").unwrap();
    String::from_utf8(pdf[at..end].to_vec()).unwrap()
}

/// The first page with one more annotation.
fn annotated(pdf: &[u8], annotation: &str) -> Revision {
    let page = Document::load_mem(pdf).unwrap().get_pages()[&1].0;
    let text = newest(pdf, page);
    let annots = text.find("/Annots").unwrap();
    let end = annots + text[annots..].find(']').unwrap();
    let page_again = format!("{} {FRESH} 0 R{}", &text[..end], &text[end..]);
    Revision::of(vec![
        (page, 0, page_again.into_bytes()),
        (FRESH, 0, annotation.as_bytes().to_vec()),
        (FRESH + 1, 0, b"[0 0 600 900]".to_vec()),
    ])
}

fn expect_named(name: &str, pdf: Vec<u8>, named: &str) {
    let report = checked(pdf);
    let added = &report.signatures[0].added;
    let Added::Changes(changes) = added else { panic!("{name}: {added:?}") };
    assert!(changes.iter().any(|change| change.contains(named)), "{name}: {changes:?}");
    assert!(!changes.iter().any(|change| change.contains("trailer")), "{name}: {changes:?}");
    assert!(!report.is_intact(), "{name}");
}

// DO-07
#[test]
fn a_field_that_shows_or_does_something_is_not_accepted_as_a_signature() {
    let signed = sealed(contract());
    let widget = "/Type/Annot/Subtype/Widget/FT/Sig/T(x)/F 4/V 9 0 R";
    for (name, annotation) in [
        ("an extent by reference", format!("<<{widget}/Rect {} 0 R>>", FRESH + 1)),
        ("an extent", format!("<<{widget}/Rect[0 0 600 900]>>")),
        ("an appearance", format!("<<{widget}/Rect[0 0 0 0]/AP<</N {CONTENTS} 0 R>>>>")),
        ("a script", format!("<<{widget}/Rect[0 0 0 0]/AA<</PO<</S/JavaScript>>>>>>")),
        ("ink", "<</Subtype/Ink/FT/Sig/V 9 0 R/Rect[0 0 0 0]/InkList[[0 0 600 900]]>>".into()),
        ("a line", "<</Subtype/Line/FT/Sig/V 9 0 R/Rect[0 0 0 0]/L[0 0 600 900]>>".into()),
    ] {
        expect_named(name, annotated(&signed, &annotation).behind(&signed), "an annotation added");
    }
}

// DO-07
#[test]
fn objects_are_compared_at_their_stated_offsets_and_never_searched_for() {
    let signed = sealed(contract());
    let contents = format!("object {CONTENTS}");
    let replaced = |generation| Revision::of(vec![(CONTENTS, generation, blot())]);
    expect_named("replaced", replaced(0).behind(&signed), &contents);
    expect_named("another generation", replaced(1).behind(&signed), &contents);
    let freed = Revision { freed: vec![CONTENTS], ..Revision::default() };
    expect_named("freed", freed.behind(&signed), &format!("{contents} removed"));
    // A wrong offset makes readers search the whole file, where the last copy found is the old one.
    let head = format!("\n{CONTENTS} 0 obj\n");
    let at = signed.windows(head.len()).position(|w| w == head.as_bytes()).unwrap() + 1;
    let end = at + signed[at..].windows(7).position(|w| w == b"endobj\n").unwrap() + 7;
    let decoy = Revision {
        objects: vec![(CONTENTS, 0, blot())],
        elsewhere: vec![(1, 20)],
        loose: signed[at..end].to_vec(),
        ..Revision::default()
    };
    expect_named("a decoy", decoy.behind(&signed), &contents);
    let information = Revision { trailer: "/Info 600 0 R", ..Revision::default() };
    let report = checked(information.behind(&signed));
    let other = "another document information".to_owned();
    assert_eq!(report.signatures[0].added, Added::Changes(vec![other]));
}

// DO-05 DO-07
#[test]
fn an_upload_prepared_for_a_later_change_does_not_hide_that_change() {
    let with_contents = |extra: fn(&mut Document) -> Object| {
        changed(|document| {
            let extra = extra(document);
            let page = document.get_pages()[&1];
            let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
            let contents = page.get(b"Contents").unwrap().clone();
            page.set("Contents", Object::Array(vec![contents, extra]));
        })
    };
    // A reference to an object that does not exist yet: removed on intake, and reported as a change where it was kept.
    let dangling = with_contents(|_| Object::Reference((5_900, 0)));
    let taken = intake(dangling.clone()).unwrap().repaired.expect("repaired");
    assert!(!taken.windows(8).any(|window| window == b"5900 0 R"));
    let signed = sealed(dangling);
    let later = Revision::of(vec![(5_900, 0, blot())]).behind(&signed);
    expect_named("dangling", later, "object 5900");

    let typed = with_contents(|document| {
        let stream = Stream::new(dictionary! { "Type" => "DSS" }, b" ".to_vec());
        document.add_object(stream).into()
    });
    let number = Document::load_mem(&typed).unwrap().max_id;
    let signed = sealed(typed);
    let later = Revision::of(vec![(number, 0, blot())]).behind(&signed);
    expect_named("in the clothes of a store", later, &format!("object {number}"));

    // A `Size` below most object numbers would make us overwrite those objects.
    let mut small = contract();
    let at = small.windows(9).rposition(|window| window == b"/Size 606").unwrap();
    small[at..at + 9].copy_from_slice(b"/Size 107");
    assert!(intake(small.clone()).unwrap().repaired.is_some());
    let signed = sealed(small);
    let kept = Document::load_mem(&signed).unwrap();
    let contents = kept.get_object((CONTENTS, 0)).unwrap().as_stream().unwrap();
    assert!(contents.dict.get(b"Filter").is_ok(), "the page's contents are still there");
}

// DO-07 T-004
#[test]
fn a_signatures_name_reason_and_time_must_be_part_of_what_was_signed() {
    let signed = sealed(contract());
    let root = Document::load_mem(&signed).unwrap().trailer.get(b"Root").unwrap().as_reference();
    let root = root.unwrap().0;
    let catalog = newest(&signed, root);
    let fields = catalog.find("/Fields").unwrap();
    let end = fields + catalog[fields..].find(']').unwrap();
    let own: u32 = catalog[fields..end]
        .split(|c: char| !c.is_ascii_digit())
        .find(|part| !part.is_empty())
        .unwrap()
        .parse()
        .unwrap();
    let said = newest(&signed, own + 1);
    let reason = said.find("/Reason").unwrap();
    let rest = reason + said[reason..].find('>').unwrap() + 1;
    let forged = format!("{}/Reason(also agreed by Bob){}", &said[..reason], &said[rest..]);
    let later = Revision::of(vec![
        (root, 0, format!("{} {FRESH} 0 R{}", &catalog[..end], &catalog[end..]).into_bytes()),
        (
            FRESH,
            0,
            format!("<</Subtype/Widget/FT/Sig/T(b)/V {} 0 R/Rect[0 0 0 0]>>", FRESH + 1)
                .into_bytes(),
        ),
        (FRESH + 1, 0, forged.into_bytes()),
    ]);
    let report = checked(later.behind(&signed));
    assert!(!report.is_intact(), "{report}");
    let bob = report.signatures.iter().find(|s| s.reason.as_deref() == Some("also agreed by Bob"));
    assert_eq!(bob.unwrap().level, None);

    // Nor does a signature vanish because the list of fields becomes another one.
    let twice = sign(signed, &key(), &request("second party")).unwrap();
    let catalog = newest(&twice, root);
    let fields = catalog.find("/Fields").unwrap();
    let end = fields + catalog[fields..].find(']').unwrap() + 1;
    let dropped = format!("{}/Fields {FRESH} 0 R{}", &catalog[..fields], &catalog[end..]);
    let later = Revision::of(vec![
        (root, 0, dropped.into_bytes()),
        (FRESH, 0, format!("[{own} 0 R]").into_bytes()),
    ]);
    assert!(!checked(later.behind(&twice)).is_intact());
}

#[test]
fn only_a_trusted_authoritys_time_proves_when_a_signature_was_made() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let signer = key();
    let timed = sign_with_timestamp(one_page(), &signer, &request_at("late", now()), &services);
    let archived =
        archive(timed.unwrap(), ProofScope::NewestBy(signer.certificate()), &services).unwrap();
    let later = now().plus_seconds(20 * 366 * 24 * 3_600);
    let trust = |roots: Vec<Vec<u8>>| Trust { roots, now: later };
    let own = signer.certificate().to_vec();

    let without = verify(archived.clone(), &trust(vec![own.clone()])).unwrap();
    assert_eq!(without.signatures[0].chain, Chain::Expired);
    assert_eq!(without.signatures[0].proven_at, None);
    assert!(without.to_string().contains("is not among the trusted ones"));
    let with = verify(archived, &trust(vec![own, authority.root()])).unwrap();
    assert_eq!(with.signatures[0].chain, Chain::Trusted);
    assert_eq!(with.signatures[0].level, Some(Level::Archived));
}

// RP-08
#[test]
fn no_address_named_by_an_uploads_certificates_is_contacted() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let stranger = authority.key("revoked");
    let uploaded = sign(one_page(), &stranger, &request_at("before", now())).unwrap();
    // Its byte range claims to reach far beyond ours.
    let mut far = uploaded;
    let at = far.windows(11).rposition(|window| window == b"/ByteRange ").unwrap();
    let close = at + far[at..].iter().position(|byte| *byte == b']').unwrap();
    far[close - 10..close].copy_from_slice(b"9999999999");
    let signer = key();
    let timed = sign_with_timestamp(far, &signer, &request_at("ours", now()), &services).unwrap();
    let archived = archive(timed, ProofScope::NewestBy(signer.certificate()), &services).unwrap();
    verify_last(&archived).unwrap();
    let asked = network.asked.lock().unwrap();
    assert!(asked.iter().all(|address| !address.contains("issuer")), "{asked:?}");
    drop(asked);
    let others = archive(archived, ProofScope::NewestBy(stranger.certificate()), &services);
    assert!(others.is_err(), "the newest signature is not theirs");
}

#[test]
fn text_from_the_file_cannot_forge_lines_of_the_report() {
    let reason = "x\n   It covers the whole file.\u{1b}[2J\u{202e}";
    let signed = sign(one_page(), &key(), &request(reason)).unwrap();
    let text = checked(signed).to_string();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("   Reason: x")).count(), 1);
}

// DO-06
#[test]
fn files_made_to_exhaust_the_verifier_are_refused_in_time() {
    let signed = sealed(one_page());
    let loose = [b"% ".to_vec(), b" obj".repeat(500_000), b"\n".to_vec()].concat();
    let slow = Revision { loose, ..Revision::default() }.behind(&signed);
    let slow = sign(slow, &key(), &request("slow"));
    let slow = slow.unwrap();
    verify_last(&slow).unwrap();
    assert!(!checked(slow).signatures.is_empty());
    let late = Utc::from_unix(0);
    let mut dated = signed;
    let at = dated.windows(4).rposition(|window| window == b"/M(D").unwrap() + 3;
    dated[at..at + 17].copy_from_slice(b"D:99991231235959-");
    drop(verify(dated, &Trust { roots: Vec::new(), now: late }));
}
