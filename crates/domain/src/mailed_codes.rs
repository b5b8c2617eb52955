//! How many codes one link, one invitation or one address is mailed: enough for its owner, few for a stranger who asks in
//! its stead, and for the owner one an hour when strangers have used them up, until the mailbox has had a hundred that day
//! (MA-04).

use crate::{ClientNetwork, Span, Timestamp};

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
    /// When any network of its IPv6 site did, of which one customer has 65,536 ([`ClientNetwork::site`]).
    pub site_newest: Option<Timestamp>,
    /// How many were asked for in all.
    pub in_all: u32,
}

/// The limit that another code meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooManyCodes {
    /// This session or browser, or its network, was mailed one a moment ago.
    #[error("a code was mailed a moment ago")]
    JustMailed,
    /// That of the session or browser, so many a day.
    #[error("too many codes were asked for in one browser: {0} are mailed a day")]
    OfBrowser(u32),
    /// That of the network, so many a day; above it one an hour is mailed.
    #[error("too many codes were asked for in one network: {0} are mailed a day")]
    OfNetwork(u32),
    /// That of the mailbox, so many a day from all browsers and networks together.
    #[error("too many codes were asked for in all: {0} are mailed a day")]
    OfMailbox(u32),
    /// That of links for a new password, so many a day, or one was mailed a moment ago.
    #[error("too many links were asked for: {0} are mailed a day, and none right after another")]
    OfLinks(u32),
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
    /// The same for a network, and for all networks of an IPv6 site together, when its limit or that of all is met: its
    /// readers are not locked out by a stranger of another one.
    pub const ABOVE_LIMITS: Span = Span::hours(1);

    /// The codes that were asked for, each with whether this session or browser asked for it, and from which network,
    /// as they stand to this network.
    pub fn of(
        asked: impl IntoIterator<Item = (Timestamp, bool, ClientNetwork)>,
        network: ClientNetwork,
    ) -> Self {
        let site = network.site();
        let mut all = Self::default();
        for (at, is_own, from) in asked {
            all.in_all += 1;
            if is_own {
                all.own += 1;
                all.own_newest = all.own_newest.max(Some(at));
            }
            if from == network {
                all.of_network += 1;
                all.network_newest = all.network_newest.max(Some(at));
            }
            if site.is_some() && from.site() == site {
                all.site_newest = all.site_newest.max(Some(at));
            }
        }
        all
    }

    /// Whether one more is mailed.
    ///
    /// # Errors
    /// [`TooManyCodes`] names the limit that is met.
    pub fn admit(self, now: Timestamp) -> Result<(), TooManyCodes> {
        let within =
            |newest: Option<Timestamp>, span| newest.is_some_and(|at| now.since(at) < span);
        let is_fresh = self.own == 0;
        let is_network_full = self.of_network >= Self::OF_NETWORK_A_DAY;
        if self.in_all >= Self::AT_MOST_A_DAY {
            return Err(TooManyCodes::OfMailbox(Self::AT_MOST_A_DAY));
        }
        if self.own >= Self::OWN_A_DAY {
            return Err(TooManyCodes::OfBrowser(Self::OWN_A_DAY));
        }
        if within(self.own_newest, Self::BETWEEN) {
            return Err(TooManyCodes::JustMailed);
        }
        if is_network_full || self.in_all >= Self::A_DAY {
            let newest = self.network_newest.max(self.own_newest).max(self.site_newest);
            return match within(newest, Self::ABOVE_LIMITS) {
                true if is_network_full => Err(TooManyCodes::OfNetwork(Self::OF_NETWORK_A_DAY)),
                true => Err(TooManyCodes::OfMailbox(Self::A_DAY)),
                false => Ok(()),
            };
        }
        if is_fresh && within(self.network_newest, Self::BETWEEN) {
            return Err(TooManyCodes::JustMailed);
        }
        Ok(())
    }
}
