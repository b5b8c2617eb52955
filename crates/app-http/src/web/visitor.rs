//! A visitor without an account: what a page knows of one, and how many files of visitors are looked at at once.

use super::language::{Spoken, chosen};
use super::{PageLayout, Peer};
use crate::error::PageError;
use crate::i18n::Locale;
use crate::wiring::App;
use poem::{FromRequest, Request, RequestBody, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wariin_domain::{ClientNetwork, Language, TimeZoneName};

/// How many files of one network there may be at once.
const OF_A_NETWORK: usize = 4;
/// Which part of the places all networks of one site of IPv6 (/48) may take: a customer has as many networks as one
/// likes. Eight of those where files arrive, four of those where they are looked at.
const OF_A_SITE: usize = 4;
/// How many may arrive at once, of all visitors. They go to the disk, and most wait for their senders.
const ARRIVING: usize = 32;
/// How many may be looked at or wait for that, once they are there.
const LOOKED_AT: usize = 16;

/// What a page knows of a request that says nothing about who sends it: no session is read.
pub(crate) struct Visitor {
    pub(crate) app: Arc<App>,
    /// In the language of the address, or the one that was chosen in this browser.
    pub(crate) locale: Locale,
    /// From where the request comes.
    pub(crate) peer: Peer,
}

impl<'a> FromRequest<'a> for Visitor {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let app: &Arc<App> = request.data().ok_or_else(PageError::misplaced)?;
        let locale = locale(request);
        if let Some(spoken) = request.data::<Spoken>() {
            spoken.settle(PageLayout::bare(&locale));
        }
        let peer = Peer::of(request, &app.settings.trusted_proxies);
        Ok(Self { app: Arc::clone(app), locale, peer })
    }
}

impl Visitor {
    /// The frame around the page: of no session.
    pub(crate) fn layout(&self) -> PageLayout {
        PageLayout::bare(&self.locale)
    }
}

/// The locale of the answer to a visitor.
pub(crate) fn locale(request: &Request) -> Locale {
    let query = request.uri().query().unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "lang").then(|| Language::parse(&value).ok())?);
    let language = asked.or_else(|| chosen(request)).unwrap_or(Language::Japanese);
    Locale::new(language, &TimeZoneName::default())
}

/// The files of visitors that are here now, by network. A slow sender holds a place among those that arrive, and none
/// among those that are looked at.
#[derive(Clone)]
pub(crate) struct Visitors {
    arriving: Places,
    looked_at: Places,
}

impl Default for Visitors {
    fn default() -> Self {
        Self { arriving: Places::of(ARRIVING), looked_at: Places::of(LOOKED_AT) }
    }
}

impl Visitors {
    /// A place for a file that arrives from this address, until it is answered.
    ///
    /// # Errors
    /// When there is none left, in all or for its network.
    pub(crate) fn admit(&self, peer: Peer) -> Result<Place, PageError> {
        self.arriving.admit(peer)
    }

    /// A place for looking at a file of this address, which has arrived as a whole.
    ///
    /// # Errors
    /// When there is none left, in all or for its network.
    pub(crate) fn look_at(&self, peer: Peer) -> Result<Place, PageError> {
        self.looked_at.admit(peer)
    }
}

/// So many places for all, and a few of them for each network.
#[derive(Clone)]
struct Places {
    in_all: usize,
    taken: Arc<Mutex<Taken>>,
}

/// How many places are taken, by networks and by sites.
#[derive(Default)]
struct Taken {
    networks: HashMap<ClientNetwork, usize>,
    sites: HashMap<ClientNetwork, usize>,
}

/// One of the places, given back when it is dropped.
pub(crate) struct Place {
    places: Places,
    network: ClientNetwork,
    site: Option<ClientNetwork>,
}

impl Places {
    fn of(in_all: usize) -> Self {
        Self { in_all, taken: Arc::default() }
    }

    fn admit(&self, Peer(address): Peer) -> Result<Place, PageError> {
        let (network, site) = (ClientNetwork::of(address), ClientNetwork::site_of(address));
        let mut taken = self.lock();
        let count = |places: &HashMap<_, usize>, of| places.get(&of).copied().unwrap_or(0);
        let of_site = site.map_or(0, |site| count(&taken.sites, site));
        let is_site_full = of_site >= self.in_all / OF_A_SITE;
        let is_own_full = count(&taken.networks, network) >= OF_A_NETWORK || is_site_full;
        if is_own_full || taken.networks.values().sum::<usize>() >= self.in_all {
            return Err(PageError::busy());
        }
        *taken.networks.entry(network).or_default() += 1;
        if let Some(site) = site {
            *taken.sites.entry(site).or_default() += 1;
        }
        Ok(Place { places: self.clone(), network, site })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        give_back(&mut taken.networks, self.network);
        if let Some(site) = self.site {
            give_back(&mut taken.sites, site);
        }
    }
}

/// Nothing is kept of a network or site without a place.
fn give_back(places: &mut HashMap<ClientNetwork, usize>, of: ClientNetwork) {
    match places.get_mut(&of) {
        Some(count) if *count > 1 => *count -= 1,
        Some(_) | None => {
            places.remove(&of);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(text: &str) -> Peer {
        Peer(Some(text.parse().unwrap()))
    }

    fn networks(count: usize) -> impl Iterator<Item = String> {
        (0..count).map(|network| format!("203.0.113.{network}"))
    }

    // O-44 EV-08
    #[test]
    fn one_network_takes_no_more_places_than_its_own_and_all_no_more_than_there_are() {
        for (in_all, places) in [ARRIVING, LOOKED_AT].map(|in_all| (in_all, Places::of(in_all))) {
            let admit = |text: &str| places.admit(peer(text));
            let mut held = Vec::new();
            for network in networks(in_all / OF_A_NETWORK) {
                held.extend((0..OF_A_NETWORK).map(|_| admit(&network).ok().unwrap()));
                assert_eq!(admit(&network).err().unwrap().to_string(), "busy");
            }
            assert_eq!(admit("203.0.113.99").err().unwrap().to_string(), "busy");
            held.truncate(1);
            assert!(admit("203.0.113.99").is_ok());
            drop(held);
            assert!(places.lock().networks.is_empty(), "nothing is kept of a network");
        }
    }

    // O-44 EV-08 WE-09
    #[test]
    fn all_networks_of_one_ipv6_site_together_take_a_quarter_of_the_places() {
        for (places, of_site) in [(Places::of(ARRIVING), 8), (Places::of(LOOKED_AT), 4)] {
            let admit = |site: u16, network: u16| {
                places.admit(peer(&format!("2001:db8:{site:x}:{network:x}::1")))
            };
            let held: Vec<_> =
                (0..of_site).map(|network| admit(1, network).ok().unwrap()).collect();
            let another = admit(1, 99).err().unwrap();
            assert_eq!(another.to_string(), "busy", "another network of the site");
            assert!(admit(2, 1).is_ok(), "another site");
            assert!(places.admit(peer("203.0.113.1")).is_ok());
            drop(held);
            assert!(admit(1, 99).is_ok());
            assert!(places.lock().sites.is_empty() && places.lock().networks.is_empty());
        }
    }

    // O-44 EV-08
    #[test]
    fn files_that_arrive_slowly_take_no_place_of_those_that_are_there() {
        let visitors = Visitors::default();
        let slow = networks(4).flat_map(|network| vec![network; OF_A_NETWORK]);
        let slow: Vec<_> =
            slow.map(|network| visitors.admit(peer(&network)).ok().unwrap()).collect();
        assert_eq!(slow.len(), 16);
        let other = peer("203.0.113.99");
        assert!(visitors.admit(other).and_then(|_| visitors.look_at(other)).is_ok());
    }
}
