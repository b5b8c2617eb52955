//! The digest that a consent is bound to.

use wariin_domain::fixtures::{draft, file};
use wariin_domain::{Content, ContentDigest, FileDigest};

// CO-02
#[test]
fn the_preimage_holds_tag_files_in_order_and_empty_lists_of_fields_and_values() {
    let (one, two) = (FileDigest::new([1; 32]), FileDigest::new([2; 32]));
    let preimage = Content { files: vec![one, two], fields: vec![] }.preimage();
    let expected =
        [b"wariin-content-1".as_slice(), &[0, 0, 0, 2], &[1; 32], &[2; 32], &[0; 8]].concat();
    assert_eq!(preimage, expected);
}

// CO-02
#[test]
fn the_digest_is_that_of_the_published_example() {
    let content = Content { files: vec![FileDigest::new([7; 32])], fields: vec![] };
    let expected = "e0f497eab6151687f5449dd7d4d3e75c980fd764666f6953c5f583e6c1e568c9";
    assert_eq!(content.digest().to_string(), expected);
}

// CO-02
#[test]
fn other_files_another_order_or_another_number_of_files_give_another_digest() {
    let (one, two) = (FileDigest::new([1; 32]), FileDigest::new([2; 32]));
    let digests = [vec![], vec![one], vec![one, one], vec![one, two], vec![two, one]]
        .map(|files| Content { files, fields: vec![] }.digest());
    for (place, digest) in digests.iter().enumerate() {
        assert!(!digests[place + 1..].contains(digest));
    }
    assert_eq!(draft().content().files, [file(7).digest]);
    assert_eq!(draft().content_digest(), draft().content().digest());
}

#[test]
fn a_digest_is_read_as_it_is_written() {
    let digest = ContentDigest::new([0xab; 32]);
    assert_eq!(ContentDigest::parse(&digest.to_string()), Some(digest));
    assert_eq!(ContentDigest::parse("ab"), None);
    assert_eq!(format!("{digest:?}"), format!("ContentDigest({digest})"));
}
