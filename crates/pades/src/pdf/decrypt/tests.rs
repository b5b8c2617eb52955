//! Files that qpdf encrypted, compared with what was encrypted.

use super::super::lexer::Lexer;
use super::super::object::body_at;
use super::super::raw::{RawDict, items};
use super::super::string::string;
use super::{Decryptor, Locked, strings, without_crypt_filter};
use std::process::Command;

/// How qpdf is asked to encrypt, and what comes out: `V` and `R`.
const KINDS: &[(&[&str], u64, u64)] = &[
    (&["40"], 1, 2),
    (&["128", "--use-aes=n"], 2, 3),
    (&["128", "--use-aes=n", "--force-V4"], 4, 4),
    (&["128", "--use-aes=y"], 4, 4),
    (&["128", "--use-aes=y", "--cleartext-metadata"], 4, 4),
    (&["128", "--use-aes=n", "--force-V4", "--cleartext-metadata"], 4, 4),
    (&["256", "--force-R5"], 5, 5),
    (&["256", "--force-R5", "--cleartext-metadata"], 5, 5),
    (&["256"], 5, 6),
    (&["256", "--cleartext-metadata"], 5, 6),
];

/// Strings at every depth, one that is empty, one with bytes that have to be escaped, a signature, streams that
/// are packed and not, empty, as long as a block, and metadata; object 12 has a generation.
const OBJECTS: &[&str] = &[
    "<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/Names[(a)(b\\(c\\)\\\\)<</D[(deep)]>>]/X 7 0 R/Y[8 0 R 9 0 R 10 0 R 11 0 R]>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<>>/Z()>>",
    "<</Length 13>>\nstream\n0 0 10 10 re \nendstream",
    "<</Title(R\\351sum\\351\\000\\r\\n)/Author<FEFF52725370>>>",
    "<</Type/Metadata/Subtype/XML/Length 16>>\nstream\n<x>sixteen.. </x\nendstream",
    "<</Type/Sig/Filter/Adobe.PPKLite/Contents<3003020101>/ByteRange[0 10 20 30]/Reason(agreed)>>",
    "(a string of its own)",
    "[(one)[(two)]3 null/Four]",
    "<</Length 0/Note(empty)>>\nstream\n\nendstream",
    "<</Length 16/Note(a block)>>\nstream\n0123456789abcdef\nendstream",
];

type Object = (u32, Vec<u8>, Option<Vec<u8>>);

#[test]
fn every_kind_of_encryption_is_undone_by_the_users_and_the_owners_password() {
    let plain = objects(&rewritten(&[]));
    for (options, version, revision) in KINDS {
        for user in ["", "user"] {
            let pdf = encrypted(user, "owner", options);
            let dict = encrypt_dict(&pdf);
            let said = (dict.integer("V"), dict.integer("R"));
            assert_eq!(said, (Some(*version), Some(*revision)), "{options:?}");
            for password in [user, "owner"] {
                let opened = open(&pdf, password).unwrap();
                assert_same(&plain, &pdf, &opened, &format!("{options:?} {user:?} {password:?}"));
            }
            for wrong in ["wrong", "User", "owner "] {
                assert_eq!(open(&pdf, wrong).err(), Some(Locked::Password), "{options:?} {wrong}");
            }
            if !user.is_empty() {
                assert_eq!(open(&pdf, "").err(), Some(Locked::Password), "{options:?}");
            }
        }
    }
}

#[test]
fn passwords_in_other_scripts_open_it() {
    let plain = objects(&rewritten(&[]));
    // A password of revision 6 is prepared: the wide space becomes an ordinary one, as other programs write it.
    // Of a long one 127 bytes count.
    let (most, more) = ("a".repeat(127), "a".repeat(140));
    for (kind, made, typed) in [
        (8, "契約書のパスワード", "契約書のパスワード"),
        (8, "か き", "か\u{3000}き"),
        (8, "が", "か\u{3099}"),
        (8, &most, &more),
        (7, &most, &more),
        (6, "契約書", "契約書"),
        (3, "résumé", "résumé"),
        (1, "résumé", "résumé"),
        (0, "a password that is longer than 32 bytes", "a password that is longer than 32 bytes"),
    ] {
        let pdf = encrypted(made, "owner", KINDS[kind].0);
        let opened = open(&pdf, typed).ok().unwrap_or_else(|| panic!("{made} {kind}"));
        assert_same(&plain, &pdf, &opened, made);
        let pdf = encrypted("user", made, KINDS[kind].0);
        assert!(open(&pdf, typed).is_ok(), "{made} of the owner");
    }
}

#[test]
fn lengths_that_are_missing_or_in_bytes_are_understood() {
    for (kind, lengths) in [
        (0, &["/Length 128", "/Length 5", "/Length 40", ""][..]),
        (1, &["/Length 16", ""]),
        (2, &["/Length 16", "/Length 40", "/Length 256", ""]),
        (3, &["/Length 16", "/Length 0", ""]),
    ] {
        let pdf = encrypted("", "owner", KINDS[kind].0);
        for length in lengths {
            let mut dict = encrypt_dict(&pdf);
            dict.remove("Length");
            let mut dict = dict.write();
            dict.splice(2..2, length.bytes());
            let dict = RawDict::parse(&dict).unwrap();
            assert!(Decryptor::open(&dict, &id(&pdf), "").is_ok(), "{kind} {length}");
        }
    }
    // 56 bits, which qpdf does not make.
    let mut dict = encrypt_dict(&encrypted("", "owner", KINDS[1].0));
    for (length, lengths) in [("56", &[7, 5, 16][..]), ("7", &[7, 5, 16]), ("999", &[5, 16])] {
        dict.set("Length", length);
        assert_eq!(super::handler::Handler::of(&dict).unwrap().key_lengths, lengths);
    }
}

#[test]
fn permissions_may_be_written_without_a_sign() {
    let pdf = encrypted("", "owner", KINDS[3].0);
    let mut dict = encrypt_dict(&pdf);
    let signed: i64 = String::from_utf8_lossy(dict.get("P").unwrap()).parse().unwrap();
    assert!(signed < 0);
    dict.set("P", (signed + (1 << 32)).to_string());
    assert!(Decryptor::open(&dict, &id(&pdf), "").is_ok());
    dict.set("P", (signed + 4).to_string());
    assert_eq!(Decryptor::open(&dict, &id(&pdf), "").err(), Some(Locked::Password));
    assert_eq!(Decryptor::open(&encrypt_dict(&pdf), b"other", "").err(), Some(Locked::Password));
}

#[test]
fn what_is_not_known_is_said() {
    for (kind, key, value) in [
        (3, "Filter", "/Adobe.PubSec"),
        (3, "V", "3"),
        (3, "V", "6"),
        (3, "R", "7"),
        (3, "StmF", "/Other"),
        (3, "StrF", "/Other"),
        (3, "EFF", "/Other"),
        (3, "CF", "<</StdCF<</CFM/AESV9>>>>"),
        (3, "CF", "<</StdCF<</CFM/AESV3>>>>"),
        (8, "CF", "<</StdCF<</CFM/AESV2>>>>"),
        (8, "CF", "<</StdCF<</CFM/V2>>>>"),
        (3, "O", "null"),
        (3, "U", "5"),
        (3, "P", "null"),
    ] {
        let pdf = encrypted("", "owner", KINDS[kind].0);
        let mut dict = encrypt_dict(&pdf);
        dict.set(key, value);
        let opened = Decryptor::open(&dict, &id(&pdf), "");
        assert_eq!(opened.err(), Some(Locked::Unknown), "{key} {value}");
    }
    // Entries that are too short open nothing, and break nothing.
    for (kind, key, password) in [
        (0, "O", "user"),
        (0, "O", "owner"),
        (0, "U", "user"),
        (3, "U", "owner"),
        (8, "O", "user"),
        (8, "U", "user"),
        (8, "U", "owner"),
        (8, "UE", "user"),
        (8, "OE", "owner"),
    ] {
        let pdf = encrypted("user", "owner", KINDS[kind].0);
        let mut dict = encrypt_dict(&pdf);
        dict.set(key, "<00>");
        let opened = Decryptor::open(&dict, &id(&pdf), password);
        assert_eq!(opened.err(), Some(Locked::Password), "{kind} {key}");
    }
}

#[test]
fn crypt_filters_are_taken_by_name() {
    let pdf = encrypted("", "owner", KINDS[3].0);
    let mut dict = encrypt_dict(&pdf);
    dict.set("CF", "<</StdCF<</CFM/AESV2>>/Old<</CFM/V2>>/Free<</CFM/None>>/Bare<<>>>>");
    dict.set("EFF", "/Old");
    let opened = Decryptor::open(&dict, &id(&pdf), "").unwrap();
    let undo = |dict: &str| {
        let dict = RawDict::parse(dict.as_bytes()).unwrap();
        opened.stream((9, 0), &dict, b"sixteen bytes...").map(|data| data.len())
    };
    let is_kept = |dict: &str| {
        let dict = RawDict::parse(dict.as_bytes()).unwrap();
        let data = b"sixteen bytes...";
        opened.stream((9, 0), &dict, data).is_some_and(|undone| undone == data)
    };
    let named = |name| format!("<</Filter/Crypt/DecodeParms<</Name/{name}>>>>");
    assert_eq!(undo("<<>>"), Some(0));
    assert_eq!(undo(&named("StdCF")), Some(0));
    assert_eq!((undo(&named("Old")), is_kept(&named("Old"))), (Some(16), false));
    assert_eq!(
        (undo("<</Type/EmbeddedFile>>"), is_kept("<</Type/EmbeddedFile>>")),
        (Some(16), false)
    );
    for plain in ["Identity", "Free", "Bare"] {
        assert!(is_kept(&named(plain)), "{plain}");
    }
    assert_eq!(undo(&named("Other")), None);
    assert!(is_kept("<</Filter[/Crypt/FlateDecode]>>"));
    assert!(is_kept("<</Type/XRef>>"));
    assert!(is_kept("<</F(elsewhere)>>"));
    assert!(!is_kept("<</Filter[/FlateDecode/Crypt]>>"));
    assert!(!is_kept("<</Type/Metadata>>"));
    // Strings of cross-reference streams are not encrypted.
    let xref = b"<</Type/XRef/ID[(a)(b)]>>";
    assert_eq!(opened.value((9, 0), xref).unwrap(), xref);
    assert_eq!(opened.value((9, 0), b"<</A(a)").as_deref(), None);
    // Strings under the identity filter stay as they were written.
    dict.set("StrF", "/Identity");
    let opened = Decryptor::open(&dict, &id(&pdf), "").unwrap();
    assert_eq!(opened.value((9, 0), b"[(a)]").unwrap(), b"[(a)]");
    dict.remove("StmF");
    dict.remove("EFF");
    let opened = Decryptor::open(&dict, &id(&pdf), "").unwrap();
    assert_eq!(opened.stream((9, 0), &RawDict::default(), b"a").unwrap(), b"a");
}

#[test]
fn metadata_without_encryption_belong_to_crypt_filters() {
    let metadata = RawDict::parse(b"<</Type/Metadata>>").unwrap();
    for (kind, is_encrypted) in [(0, true), (1, true), (3, false), (8, false)] {
        let mut dict = encrypt_dict(&encrypted("", "owner", KINDS[kind].0));
        dict.set("EncryptMetadata", "false");
        let handler = super::handler::Handler::of(&dict).unwrap();
        let opened = Decryptor { handler, key: vec![7; if kind == 8 { 32 } else { 16 }] };
        let data = opened.stream((9, 0), &metadata, b"sixteen bytes...").unwrap();
        assert_eq!(data != b"sixteen bytes...", is_encrypted, "{kind}");
    }
}

#[test]
fn only_a_leading_crypt_filter_is_taken_off() {
    for (before, after) in [
        ("<</Filter/Crypt/DecodeParms<</Name/Identity>>>>", "<<>>"),
        ("<</Filter[/Crypt]/DecodeParms[<<>>]>>", "<<>>"),
        (
            "<</Filter[/Crypt/A/B]/DecodeParms[null<</P 1>>null]>>",
            "<</Filter [/A /B]\n/DecodeParms [<</P 1>> null]\n>>",
        ),
        (
            "<</Filter[/A/Crypt]/DecodeParms[null null]>>",
            "<</Filter [/A/Crypt]\n/DecodeParms [null null]\n>>",
        ),
        ("<</Filter/A/DecodeParms<</P 1>>>>", "<</Filter /A\n/DecodeParms <</P 1>>\n>>"),
    ] {
        let mut dict = RawDict::parse(before.as_bytes()).unwrap();
        without_crypt_filter(&mut dict);
        let expected = RawDict::parse(after.as_bytes()).unwrap();
        assert_eq!(dict.write(), expected.write(), "{before}");
    }
}

/// Every object of the decrypted PDF is the one that was encrypted.
fn assert_same(plain: &[Object], pdf: &[u8], opened: &Decryptor, case: &str) {
    let encrypt = encrypt_number(pdf);
    let all = objects(pdf);
    let all: Vec<&Object> = all.iter().filter(|(number, ..)| *number != encrypt).collect();
    assert_eq!(all.len(), plain.len(), "{case}");
    for ((number, value, data), (_, expected, expected_data)) in all.into_iter().zip(plain) {
        let id = (*number, 0);
        let mut undone = opened.value(id, value).unwrap();
        let undone_data = data.as_ref().map(|data| {
            let mut dict = RawDict::parse(&undone).unwrap();
            let data = opened.stream(id, &dict, data).unwrap();
            without_crypt_filter(&mut dict);
            dict.set("Length", data.len().to_string());
            undone = dict.write();
            data
        });
        assert_eq!(comparable(&undone), comparable(expected), "{case}, object {number}");
        assert_eq!(&undone_data, expected_data, "{case}, data of object {number}");
    }
}

/// With strings in hexadecimal digits, without the blanks that differ and what qpdf adds to the catalog.
fn comparable(value: &[u8]) -> String {
    let value = strings::each(value, |string| Some(string.to_vec())).unwrap();
    let value = match RawDict::parse(&value) {
        Some(mut dict) => {
            dict.remove("Extensions");
            dict.sorted().into_iter().flat_map(|(key, value)| [key, value]).collect()
        }
        None => vec![value],
    };
    String::from_utf8(value.join(&b' '))
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn encrypted(user: &str, owner: &str, options: &[&str]) -> Vec<u8> {
    rewritten(&[&["--allow-weak-crypto", "--encrypt", user, owner], options, &["--"]].concat())
}

/// The objects above, written by qpdf with these options.
fn rewritten(options: &[&str]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in OBJECTS.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let at = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = offsets.len() + 1;
    pdf.extend(format!("trailer\n<</Size {size}/Root 1 0 R/Info 5 0 R/ID[<01><02>]>>\n").bytes());
    pdf.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("from.pdf"), dir.path().join("to.pdf"));
    std::fs::write(&from, pdf).unwrap();
    let mut qpdf = Command::new("qpdf");
    qpdf.args(["--object-streams=disable", "--stream-data=preserve", "--preserve-unreferenced"]);
    let output = qpdf.args(options).args([&from, &to]).output().unwrap();
    assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(to).unwrap()
}

fn open(pdf: &[u8], password: &str) -> Result<Decryptor, Locked> {
    Decryptor::open(&encrypt_dict(pdf), &id(pdf), password)
}

fn id(pdf: &[u8]) -> Vec<u8> {
    let trailer = trailer(pdf);
    string(items(trailer.get("ID").unwrap()).unwrap()[0]).unwrap()
}

fn encrypt_number(pdf: &[u8]) -> u32 {
    trailer(pdf).reference("Encrypt").unwrap().0
}

fn encrypt_dict(pdf: &[u8]) -> RawDict {
    let number = encrypt_number(pdf);
    let found = objects(pdf).into_iter().find(|(found, ..)| *found == number);
    RawDict::parse(&found.unwrap().1).unwrap()
}

fn trailer(pdf: &[u8]) -> RawDict {
    let at = pdf.windows(7).rposition(|window| window == b"trailer").unwrap();
    RawDict::parse(&pdf[at + 7..]).unwrap()
}

/// The objects of a file that has one cross-reference table.
fn objects(pdf: &[u8]) -> Vec<Object> {
    let at = pdf.windows(9).rposition(|window| window == b"startxref").unwrap();
    let at = Lexer { bytes: pdf, at: at + 9 }.number().unwrap();
    let mut table = Lexer { bytes: pdf, at: usize::try_from(at).unwrap() };
    table.expect(b"xref").unwrap();
    let (_, count) = (table.number().unwrap(), table.number().unwrap());
    let mut objects = Vec::new();
    for number in 0..u32::try_from(count).unwrap() {
        let offset = usize::try_from(table.number().unwrap()).unwrap();
        table.number().unwrap();
        table.blank();
        let kind = table.token().unwrap();
        if &pdf[kind] == b"n" {
            let mut lexer = body_at(pdf, offset).unwrap();
            let value = pdf[lexer.value().unwrap()].to_vec();
            lexer.blank();
            let data = lexer.expect(b"stream\n").map(|()| {
                let length = RawDict::parse(&value).unwrap().integer("Length").unwrap();
                pdf[lexer.at..][..usize::try_from(length).unwrap()].to_vec()
            });
            objects.push((number, value, data));
        }
    }
    objects
}
