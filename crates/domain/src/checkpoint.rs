//! Publishing the log: when a checkpoint is due, and which part of the tree an address names.

use crate::{Span, Timestamp};
use alloc::format;
use alloc::string::String;

/// Whether another checkpoint is to be published now; `newest` is when the last one was. It is published only if
/// events were added to the log since.
#[must_use]
pub fn is_checkpoint_due(newest: Option<Timestamp>, now: Timestamp, every: Span) -> bool {
    newest.is_none_or(|newest| now.since(newest) >= every)
}

/// A tile of the log's tree after C2SP `tlog-tiles`: up to 256 hashes of one level, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogTile {
    level: u8,
    index: u64,
    width: u16,
}

impl LogTile {
    /// How many hashes a full tile has.
    pub const FULL: u16 = 256;
    /// Hashes of a higher level than this stand for more events than can be counted.
    const MAX_LEVEL: u8 = 7;

    /// Reads the two parts of a tile's address, `<L>` and `<N>[.p/<W>]`, as they are written and in no other way.
    ///
    /// ```
    /// use wariin_domain::LogTile;
    /// let tile = LogTile::parse("1", "x001/x234/067.p/5").unwrap();
    /// assert_eq!((tile.level(), tile.index(), tile.width()), (1, 1_234_067, 5));
    /// assert_eq!(LogTile::parse("1", "1234067"), None);
    /// ```
    #[must_use]
    pub fn parse(level: &str, path: &str) -> Option<Self> {
        let (groups, width) = match path.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok()?),
            None => (path, Self::FULL),
        };
        let mut index = 0_u64;
        for group in groups.split('/') {
            let group: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
            index = index.checked_mul(1_000)?.checked_add(group)?;
        }
        let tile = Self { level: level.parse().ok()?, index, width };
        let is_tile = tile.level <= Self::MAX_LEVEL && (1..=Self::FULL).contains(&width);
        (is_tile && tile.path() == format!("{level}/{path}")).then_some(tile)
    }

    /// Its address, `<L>/<N>[.p/<W>]`: the number in groups of three digits, of which all but the last begin with `x`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut groups = format!("{:03}", self.index % 1_000);
        let mut rest = self.index / 1_000;
        while rest > 0 {
            groups = format!("x{:03}/{groups}", rest % 1_000);
            rest /= 1_000;
        }
        let level = self.level;
        if self.width == Self::FULL {
            format!("{level}/{groups}")
        } else {
            format!("{level}/{groups}.p/{}", self.width)
        }
    }

    /// Whether a tree of this many leaves has all of its hashes.
    #[must_use]
    pub fn is_in_tree_of(&self, size: u64) -> bool {
        let there = size >> (8 * u32::from(self.level));
        let end = self.index.checked_mul(Self::FULL.into());
        let end = end.and_then(|start| start.checked_add(self.width.into()));
        end.is_some_and(|end| end <= there)
    }

    /// How many levels of tiles are beneath it.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// Its number within the level, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes it has, from 1.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }
}
