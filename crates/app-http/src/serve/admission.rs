//! How many connections there may be, in all and from one client's address. Where there are too many, the
//! one that has waited longest for its client makes room: an address with many half-sent requests, be it
//! their heads or their bodies, shuts out neither others nor itself.

use super::pulse::Pulse;
use crate::config::TrustedProxies;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use wariin_domain::ClientNetwork;

/// How often the log says that connections are displaced or refused.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// How many connections may be open.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// From one address; a subscriber's whole network with IPv6.
    pub(super) per_address: usize,
    /// In all.
    pub(super) total: usize,
    /// Proxies: their clients are many, so that only the limit in all counts for them.
    pub(super) proxies: TrustedProxies,
}

/// Where connections come from. Proxies are apart from the clients of their network.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Source {
    is_proxy: bool,
    network: ClientNetwork,
}

/// The open connections.
pub(super) struct Admission {
    limits: Limits,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    by_source: HashMap<Source, BTreeMap<u64, Arc<Pulse>>>,
    count: usize,
    next: u64,
    /// Since the log said so: how many connections made room, and how many found none.
    displaced: u64,
    refused: u64,
    said_at: Option<Instant>,
}

/// The place of a connection, until it is dropped.
pub(super) struct Place {
    admission: Arc<Admission>,
    source: Source,
    number: u64,
}

impl Admission {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, open: Mutex::default() })
    }

    /// A place for a connection from this address; `None` when all are taken by requests that are being
    /// answered.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr, pulse: &Arc<Pulse>) -> Option<Place> {
        let address = address.to_canonical();
        let is_proxy = self.limits.proxies.contains(address);
        let source = Source { is_proxy, network: ClientNetwork::of(Some(address)) };
        let mut open = self.lock();
        let own = open.by_source.get(&source).map_or(0, BTreeMap::len);
        let has_room = if !is_proxy && own >= self.limits.per_address {
            open.displace(source)
        } else if open.count >= self.limits.total {
            open.by_size().into_iter().any(|source| open.displace(source))
        } else {
            true
        };
        if !has_room {
            open.refused += 1;
        }
        open.say();
        has_room.then(|| {
            let number = open.next;
            open.next += 1;
            open.count += 1;
            open.by_source.entry(source).or_default().insert(number, Arc::clone(pulse));
            Place { admission: Arc::clone(self), source, number }
        })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Ends the connection of this source that has waited longest for its client, if one waits.
    fn displace(&mut self, source: Source) -> bool {
        let waiting = self.by_source.get(&source).into_iter().flatten();
        let waiting = waiting.filter_map(|(number, pulse)| Some((pulse.waiting_since()?, *number)));
        let Some((_, number)) = waiting.min() else {
            return false;
        };
        if let Some(pulse) = self.remove(source, number) {
            pulse.displace();
        }
        self.displaced += 1;
        true
    }

    /// The sources, the one with the most connections first.
    fn by_size(&self) -> Vec<Source> {
        let mut sources: Vec<_> = self.by_source.iter().map(|(s, p)| (p.len(), *s)).collect();
        sources.sort_unstable_by_key(|(connections, _)| Reverse(*connections));
        sources.into_iter().map(|(_, source)| source).collect()
    }

    fn remove(&mut self, source: Source, number: u64) -> Option<Arc<Pulse>> {
        let pulses = self.by_source.get_mut(&source)?;
        let pulse = pulses.remove(&number)?;
        if pulses.is_empty() {
            self.by_source.remove(&source);
        }
        self.count -= 1;
        Some(pulse)
    }

    fn say(&mut self) {
        let is_time = self.said_at.is_none_or(|at| at.elapsed() >= SAY_EVERY);
        if is_time && (self.displaced > 0 || self.refused > 0) {
            let (open, displaced, refused) = (self.count, self.displaced, self.refused);
            tracing::warn!(open, displaced, refused, "more connections than there may be");
            (self.displaced, self.refused, self.said_at) = (0, 0, Some(Instant::now()));
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.admission.lock().remove(self.source, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::TIMEOUTS;

    // EV-08
    #[tokio::test]
    async fn a_connection_that_ended_or_made_room_leaves_nothing_behind() {
        let limits = Limits { per_address: 2, total: 9, proxies: TrustedProxies::default() };
        let admission = Admission::new(limits);
        let admit = |address: &str| {
            admission.admit(address.parse().unwrap(), &Pulse::new(TIMEOUTS)).unwrap()
        };
        // Of one subscriber's network: the third makes room by the first.
        let places = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"].map(admit);
        let kept = || {
            let open = admission.lock();
            (open.count, open.by_source.len())
        };
        assert_eq!(kept(), (3, 2));
        drop(places);
        assert_eq!(kept(), (0, 0));
    }
}
