//! Property tests: what holds for the readers on any bytes.

use crate::cms::certificate::Certificate;
use crate::cms::der::{OCTET_STRING, Reader, SEQUENCE, element};
use crate::cms::revocation::{Crl, OcspResponse};
use crate::cms::signed_data::SignedData;
use crate::pdf::edit::Edit;
use crate::pdf::raw::{RawDict, items, with_references};
use crate::pdf::sections::{Place, is_head, is_sound};
use crate::pdf::string::{string, text, text_string};
use crate::pdf::xref::Chain;
use proptest::prelude::*;

/// A value in any spelling.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "-?[0-9]{1,5}(\\.[0-9]{0,4})?",
        "/[A-Za-z][A-Za-z0-9#]{0,8}",
        "\\([a-zA-Z0-9 \\[<>/%]{0,12}\\)",
        "<([0-9A-F]{2}){0,6}>",
        "[1-9][0-9]{0,3} 0 R",
        Just("null".to_owned()),
        Just("true".to_owned()),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let pairs = prop::collection::vec(("[A-Z][a-z]{0,5}", inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(" "))),
            pairs.prop_map(|pairs| {
                let pairs: Vec<String> =
                    pairs.into_iter().map(|(key, value)| format!("/{key} {value}")).collect();
                format!("<<{}>>", pairs.join("\n"))
            }),
        ]
    })
}

/// Nested DER elements.
fn tree() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    let leaf = bytes.prop_map(|bytes| element(OCTET_STRING, &bytes));
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(|inside| element(SEQUENCE, &inside.concat()))
    })
}

proptest! {
    #[test]
    fn a_dictionary_keeps_every_value_byte_by_byte(
        entries in prop::collection::btree_map("[A-Z][a-z]{0,6}", value(), 0..8)
    ) {
        let written: String = entries.iter().map(|(k, v)| format!("/{k} {v}\n")).collect();
        let dict = RawDict::parse(format!("<<{written}>>").as_bytes()).unwrap();
        let again = RawDict::parse(&dict.write()).unwrap();
        for (key, value) in &entries {
            let expected = (value != "null").then_some(value.as_bytes());
            prop_assert_eq!(dict.get(key), expected);
            prop_assert_eq!(again.get(key), expected);
        }
    }

    #[test]
    fn an_array_is_the_values_that_were_written(values in prop::collection::vec(value(), 0..8)) {
        let array = format!("[{}]", values.join(" % \n"));
        let read = items(array.as_bytes()).unwrap();
        prop_assert_eq!(read, values.iter().map(String::as_bytes).collect::<Vec<_>>());
        let same = with_references(array.as_bytes(), |(n, g)| format!("{n} {g} R"));
        prop_assert_eq!(same.unwrap(), array.into_bytes());
    }

    #[test]
    fn text_is_read_back_as_it_was_written(written in any::<String>()) {
        prop_assert_eq!(text(text_string(&written).as_bytes()), Some(written));
    }

    #[test]
    fn any_bytes_are_read_as_pdf_without_a_panic(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), "[<>\\[\\]()/% 0-9R]".prop_map(|s| s.as_bytes()[0])], 0..400)
    ) {
        drop((RawDict::parse(&bytes), items(&bytes), string(&bytes), text(&bytes)));
        drop(with_references(&bytes, |_| String::new()));
        drop(Chain::walk(&[&bytes[..], b"\nstartxref\n0\n%%EOF"].concat()));
    }

    #[test]
    fn the_chain_knows_every_object_of_every_revision(rounds in prop::collection::vec(1..4_usize, 1..6)) {
        let mut pdf = PDF.to_vec();
        let mut added = Vec::new();
        for (round, objects) in (1..).zip(rounds) {
            let mut edit = Edit::of(pdf).unwrap();
            for object in 0..objects {
                added.push(edit.add_stream(format!("{round} {object}").as_bytes()));
            }
            edit.catalog().unwrap().set("Round", round.to_string());
            pdf = edit.finish();
        }
        let chain = Chain::walk(&pdf).unwrap();
        let places = chain.places();
        prop_assert!(chain.is_counted && is_sound(&pdf, &places));
        for number in added {
            let Some(Place::At(offset, 0)) = places.get(&number) else { panic!("{number}") };
            prop_assert!(is_head(&pdf, *offset, number, 0));
        }
    }

    #[test]
    fn elements_are_read_as_they_were_written(written in tree(), rest in prop::collection::vec(any::<u8>(), 0..9)) {
        let bytes = [&written[..], &rest].concat();
        let read = Reader(&bytes).next().unwrap();
        prop_assert_eq!(read.whole, &written[..]);
        prop_assert_eq!(element(read.tag, read.contents), written.clone());
        let cut = Reader(&written[..written.len() - 1]).next();
        prop_assert!(cut.is_none());
    }

    #[test]
    fn any_bytes_are_read_as_asn1_without_a_panic(
        mut bytes in tree(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..9)
    ) {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut reader = Reader(&bytes);
        while let Some(read) = reader.next() {
            drop(read.octets());
        }
        drop((Certificate::read(&bytes), SignedData::read(&bytes)));
        let _ = (OcspResponse::read(&bytes).is_some(), Crl::read(&bytes).is_some());
    }
}

/// One empty page.
const PDF: &[u8] = b"%PDF-1.7
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>
endobj
xref
0 4
0000000000 65535 f\r
0000000009 00000 n\r
0000000054 00000 n\r
0000000105 00000 n\r
trailer
<</Size 4/Root 1 0 R>>
startxref
166
%%EOF
";
