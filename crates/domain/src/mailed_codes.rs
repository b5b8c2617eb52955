//! How many codes one link, one invitation or one address is mailed: enough for its owner, few for a stranger who asks in
//! its stead, and for the owner one an hour when strangers have used them up, until the mailbox has had a hundred that day
//! (MA-04).

use crate::{Span, Timestamp};

/// The codes that were asked for within a day for one mailbox, as they stand to the one who asks now: a session or a
/// browser of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedCodes {
    /// How many this session or browser asked for.
    pub own: u32,
    /// When it asked for the newest one.
    pub own_newest: Option<Timestamp>,
    /// How many its network asked for, its own among them.
    pub of_network: u32,
    /// When that asked for the newest one.
    pub network_newest: Option<Timestamp>,
    /// How many were asked for in all.
    pub in_all: u32,
}

/// Another code was mailed a moment ago, or too many were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many codes were asked for: {a_day} are mailed a day, and one in half a minute")]
pub struct TooManyCodes {
    /// The limit per day to tell the person: that of the session, of the network, or of the mailbox.
    pub a_day: u32,
}

impl AskedCodes {
    /// How many codes one session or browser may have mailed in a day.
    pub const OWN_A_DAY: u32 = 10;
    /// How many one network may, of which the owner may be one of many readers.
    pub const OF_NETWORK_A_DAY: u32 = 30;
    /// How many all of them may.
    pub const A_DAY: u32 = 50;
    /// How many are mailed in a day, with those that are mailed above the limits.
    pub const AT_MOST_A_DAY: u32 = 100;
    /// The least time between two codes of one session or browser, and between two of one network for those that have
    /// asked for none: a new session costs nothing.
    pub const BETWEEN: Span = Span::seconds(30);
    /// The same for a network when its limit or that of all is met: its readers are not locked out by a stranger of
    /// another one.
    pub const ABOVE_LIMITS: Span = Span::hours(1);

    /// The codes that were asked for, each with whether this session or browser, and whether its network, asked for it.
    pub fn of(asked: impl IntoIterator<Item = (Timestamp, bool, bool)>) -> Self {
        let mut all = Self::default();
        for (at, is_own, is_of_network) in asked {
            all.in_all += 1;
            if is_own {
                all.own += 1;
                all.own_newest = all.own_newest.max(Some(at));
            }
            if is_of_network {
                all.of_network += 1;
                all.network_newest = all.network_newest.max(Some(at));
            }
        }
        all
    }

    /// Whether one more is mailed.
    ///
    /// # Errors
    /// [`TooManyCodes`] names the limit that is met; within the waiting time, that of the session or network.
    pub fn admit(self, now: Timestamp) -> Result<(), TooManyCodes> {
        let within =
            |newest: Option<Timestamp>, span| newest.is_some_and(|at| now.since(at) < span);
        let is_fresh = self.own == 0;
        let of_network = Self::OF_NETWORK_A_DAY;
        let a_day = if self.in_all >= Self::AT_MOST_A_DAY {
            Self::AT_MOST_A_DAY
        } else if self.own >= Self::OWN_A_DAY || within(self.own_newest, Self::BETWEEN) {
            Self::OWN_A_DAY
        } else if self.of_network >= of_network || self.in_all >= Self::A_DAY {
            if !within(self.network_newest.max(self.own_newest), Self::ABOVE_LIMITS) {
                return Ok(());
            }
            if self.of_network >= of_network { of_network } else { Self::A_DAY }
        } else if is_fresh && within(self.network_newest, Self::BETWEEN) {
            of_network
        } else {
            return Ok(());
        };
        Err(TooManyCodes { a_day })
    }
}
