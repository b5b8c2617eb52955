//! Publishing the log.

use proptest::prelude::*;
use wariin_domain::{LogTile, Span, Timestamp, is_checkpoint_due};

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_micros(minute * 60_000_000)
}

// EV-01
#[test]
fn a_checkpoint_is_due_at_first_and_then_every_so_often() {
    let every = Span::minutes(10);
    assert!(is_checkpoint_due(None, minute(0), every));
    assert!(!is_checkpoint_due(Some(minute(0)), minute(9), every));
    assert!(is_checkpoint_due(Some(minute(0)), minute(10), every));
}

// EV-01
#[test]
fn an_address_that_is_not_written_as_tlog_tiles_has_it_names_no_tile() {
    for (level, path) in [
        ("0", "000.p/0"),
        ("0", "000.p/256"),
        ("0", "000.p/257"),
        ("0", "000.p/01"),
        ("0", "000.p/"),
        ("0", "0"),
        ("0", "1000"),
        ("0", "x000/001"),
        ("0", "001/002"),
        ("0", "x001/x002"),
        ("0", "xx01/002"),
        ("0", "+01"),
        ("00", "000"),
        ("-1", "000"),
        ("8", "000"),
        ("data", "000"),
        ("0", ""),
        ("0", "x018/x446/x744/x073/x709/x551/616"),
    ] {
        assert_eq!(LogTile::parse(level, path), None, "{level}/{path}");
    }
}

// EV-01
#[test]
fn a_tile_is_there_once_the_tree_has_all_of_its_hashes() {
    let tile = |level, path| LogTile::parse(level, path).unwrap();
    for (level, path, size) in [
        ("0", "000.p/1", 1),
        ("0", "000.p/255", 255),
        ("0", "000", 256),
        ("0", "001.p/3", 259),
        ("1", "000.p/1", 256),
        ("1", "000.p/2", 512),
        ("1", "000", 65_536),
        ("2", "000.p/1", 65_536),
        ("7", "000.p/1", 1 << 56),
    ] {
        assert!(tile(level, path).is_in_tree_of(size), "{level}/{path} of {size}");
        assert!(!tile(level, path).is_in_tree_of(size - 1), "{level}/{path} of {}", size - 1);
    }
}

proptest! {
    // EV-01
    #[test]
    fn an_address_is_read_as_it_is_written(level in 0_u8..8, index: u64, width in 1_u16..=256) {
        let groups = || {
            let digits = index.to_string();
            let digits = format!("{}{digits}", "0".repeat((3 - digits.len() % 3) % 3));
            let groups: Vec<&str> =
                (0..digits.len() / 3).map(|group| &digits[3 * group..3 * group + 3]).collect();
            format!("x{}", groups.join("/x"))
        };
        let written = groups();
        let (start, last) = written.split_at(written.len() - 4);
        let mut path = format!("{start}{}", &last[1..]);
        if width < 256 {
            path = format!("{path}.p/{width}");
        }
        let tile = LogTile::parse(&level.to_string(), &path).unwrap();
        prop_assert_eq!((tile.level(), tile.index(), tile.width()), (level, index, width));
        prop_assert_eq!(tile.path(), format!("{level}/{path}"));
    }

    // EV-01
    #[test]
    fn no_address_is_a_fault(level in "[0-9]{0,3}|data", path in "[x0-9/.p]{0,60}") {
        if let Some(tile) = LogTile::parse(&level, &path) {
            prop_assert_eq!(tile.path(), format!("{level}/{path}"));
            let _ = tile.is_in_tree_of(u64::MAX);
        }
    }
}
