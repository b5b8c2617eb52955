//! One changed byte anywhere in a pack: in each of its parts, in each of their headers, and at the end.

use super::{Concluded, checked, concluded};
use crate::databases::sqlite;
use std::io::Cursor;
use std::ops::Range;
use wariin_adapters::EvidenceOutcome;
use zip::ZipArchive;

/// Places in each region of the pack, at least; in a part, that many more for each of its bytes in a thousand.
const PLACES: usize = 16;

/// The regions of a pack: of each part its local header, its bytes and its line in the central directory, and the
/// record at the end. Together they are the pack without a gap.
fn regions(pack: &[u8]) -> Vec<(String, Range<usize>)> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).unwrap();
    let mut found = Vec::new();
    let mut ends = Vec::new();
    let number = |at: u64| usize::try_from(at).unwrap();
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).unwrap();
        let (name, begin) = (part.name().to_owned(), number(part.data_start().unwrap()));
        let end = begin + number(part.size());
        found.push((format!("header of {name}"), number(part.header_start())..begin));
        found.push((name.clone(), begin..end));
        ends.push((name, number(part.central_header_start())));
    }
    // The end record has 22 bytes: packs have no comment.
    let record = pack.len() - 22;
    let next = ends.iter().skip(1).map(|(_, start)| *start).chain([record]);
    let lines: Vec<_> = ends
        .iter()
        .zip(next)
        .map(|((name, start), end)| (format!("directory line of {name}"), *start..end))
        .collect();
    found.extend(lines);
    found.push(("end record".to_owned(), record..pack.len()));
    found
}

// O-17
#[tokio::test]
async fn one_changed_byte_at_more_than_a_thousand_places_in_every_region_is_found() {
    let concluded: Concluded = concluded(&sqlite().await).await;
    let mut pack = concluded.pack().await;
    let regions = regions(&pack);
    let covered: usize = regions.iter().map(|(_, region)| region.len()).sum();
    assert_eq!(covered, pack.len(), "{regions:?}");
    let mut random: u64 = 16;
    let mut changed = 0;
    for (name, region) in regions {
        let mut places = PLACES + 1_000 * region.len() / pack.len();
        assert!(region.len() >= places, "{name}: {region:?}");
        // The first and the last byte too, where one too many or too few would be read.
        let mut fixed = [region.start, region.end - 1].into_iter();
        while places > 0 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let within = usize::try_from(random >> 33).unwrap() % region.len();
            let place = fixed.next().unwrap_or(region.start + within);
            let before = pack[place];
            pack[place] ^= 1 << (random >> 30 & 7);
            let outcome = checked(&pack).outcome;
            assert!(
                matches!(outcome, EvidenceOutcome::Failed | EvidenceOutcome::Unreadable),
                "{name}, {place}: {outcome:?}"
            );
            pack[place] = before;
            places -= 1;
            changed += 1;
        }
    }
    assert!(changed > 1_000, "{changed}");
    assert_eq!(checked(&pack).outcome, EvidenceOutcome::Good);
}

// O-17
#[tokio::test]
async fn a_pack_that_ends_early_is_not_good() {
    let pack = concluded(&sqlite().await).await.pack().await;
    for length in (0..pack.len()).step_by(4_999) {
        assert_ne!(checked(&pack[..length]).outcome, EvidenceOutcome::Good, "{length}");
    }
}
