//! Files that were made to harm, or that are no longer what they were.

use super::{Concluded, told};
use crate::service::Service;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The parts of a pack in its order.
fn parts(pack: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).unwrap();
    (0..archive.len())
        .map(|number| {
            let mut part = archive.by_index(number).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut part, &mut bytes).unwrap();
            (part.name().to_owned(), bytes)
        })
        .collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A ZIP of one compressed part.
fn deflated(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    let packed = packed.finish().unwrap();
    let mut crc = Crc::new();
    crc.update(bytes);
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
    // From the version that is needed to the lengths of the name and of nothing else.
    let mut entry = [20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0].to_vec();
    entry.extend(crc.sum().to_le_bytes());
    entry.extend([length(&packed), length(bytes), length(name.as_bytes())].concat());
    let mut zip = [b"PK\x03\x04", entry.as_slice(), name.as_bytes(), &packed].concat();
    let start = zip.len();
    let entry = [&[20, 3][..], &entry, &[0; 14], name.as_bytes()].concat();
    zip.extend([b"PK\x01\x02", entry.as_slice()].concat());
    let directory = &zip[start..];
    let ends = [length(directory), u32::try_from(start).unwrap().to_le_bytes()].concat();
    zip.extend([b"PK\x05\x06\0\0\0\0\x01\0\x01\0", ends.as_slice(), &[0, 0]].concat());
    zip
}

/// A PDF of these objects, numbered from 1, with this in its trailer.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (table, count) = (pdf.len(), objects.len() + 1);
    pdf.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let end = format!("trailer<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
    pdf.extend(end.bytes());
    pdf
}

/// A tree of pages with this many levels.
fn deep_tree(levels: usize) -> Vec<u8> {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    for level in 0..levels {
        objects.push(format!("<</Type/Pages/Count 1/Kids[{} 0 R]>>", level + 3));
    }
    objects.push("<</Type/Page/MediaBox[0 0 9 9]>>".to_owned());
    pdf(&objects, "")
}

// O-44 DO-06
#[tokio::test]
async fn a_pdf_that_cannot_be_read_gets_a_clear_verdict() {
    let service = Service::start().await;
    let catalog = ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), "<</Type/Pages/Kids[]>>".to_owned()];
    let encrypted = pdf(&catalog, "/Encrypt<</Filter/Standard/V 2/R 3/P -4/O()/U()>>/ID[()()]");
    let looped = pdf(&["<</Type/Catalog/Pages 2 0 R>>".into(), "<</Kids[2 0 R]>>".into()], "");
    for (name, file, outcomes) in [
        ("no PDF", b"no PDF".to_vec(), vec!["unreadable"]),
        ("only a head", b"%PDF-1.7".to_vec(), vec!["unreadable"]),
        ("zeros", vec![0; 100_000], vec!["unreadable"]),
        ("brackets", [b"%PDF-1.7\n".to_vec(), vec![b'['; 1_000_000]].concat(), vec!["unreadable"]),
        ("encrypted", encrypted, vec!["unreadable"]),
        ("a deep tree", deep_tree(50_000), vec!["unsigned", "unreadable"]),
        ("a loop", looped, vec!["unsigned", "unreadable"]),
    ] {
        let said = told(&service, &file).await;
        let outcome = said["outcome"].as_str().unwrap();
        assert!(outcomes.contains(&outcome), "{name}: {said}");
        assert_eq!(said["concluded_here"], false, "{name}");
    }
}

// O-44 O-17
#[tokio::test]
async fn a_pack_that_is_not_as_it_was_made_gets_a_clear_verdict_and_is_not_of_this_service() {
    let own = Concluded::start().await;
    let parts = parts(&own.pack);
    let place = |name: &str| parts.iter().position(|(part, _)| part == name).unwrap();
    let mut swapped = parts.clone();
    let (sealed, upload) = (place("sealed/001.pdf"), place("uploads/001.pdf"));
    let bytes = swapped[sealed].1.clone();
    swapped[sealed].1 = std::mem::replace(&mut swapped[upload].1, bytes);
    let mut edited = parts.clone();
    let facts = place("evidence.json");
    let text = String::from_utf8(edited[facts].1.clone()).unwrap();
    edited[facts].1 = text.replace("taro@example.com", "jiro@example.com").into_bytes();
    assert_ne!(edited[facts].1, parts[facts].1);
    let mut leading_out = parts.clone();
    leading_out.push(("../../etc/cron.d/x".to_owned(), b"x".to_vec()));
    assert_eq!(zipped(&parts), own.pack, "the parts are those of the pack");
    for (name, file, outcome) in [
        ("parts swapped", zipped(&swapped), "failed"),
        ("facts edited", zipped(&edited), "failed"),
        ("a name that leads out", zipped(&leading_out), "failed"),
        ("a bomb", deflated("evidence.json", &vec![b' '; 20_000_000]), "failed"),
        ("a part compressed", deflated("VERIFY.md", b"verify"), "failed"),
        ("truncated", own.pack[..own.pack.len() - 9].to_vec(), "unreadable"),
        ("half of it", own.pack[..own.pack.len() / 2].to_vec(), "unreadable"),
        ("only a head", b"PK\x03\x04".to_vec(), "unreadable"),
        ("an empty ZIP", zipped(&[]), "failed"),
        ("bytes behind it", [&own.pack[..], b"x"].concat(), "failed"),
    ] {
        let said = told(&own.service, &file).await;
        assert_eq!(
            (&said["kind"], &said["outcome"]),
            (&"evidence".into(), &outcome.into()),
            "{name}"
        );
        assert_eq!(said["concluded_here"], false, "{name}");
    }
}

// O-44 DO-01
#[tokio::test]
async fn a_sealed_file_that_was_cut_or_continued_is_not_what_was_concluded() {
    let own = Concluded::start().await;
    let sealed = &own.sealed;
    for (name, file) in [
        ("truncated", sealed[..sealed.len() - 20].to_vec()),
        ("half of it", sealed[..sealed.len() / 2].to_vec()),
        ("a byte behind it", [&sealed[..], b"\n"].concat()),
    ] {
        let said = told(&own.service, &file).await;
        assert_eq!(said["concluded_here"], false, "{name}: {said}");
    }
}
