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

/// How many files there may be at once, of all visitors.
const IN_ALL: usize = 16;
/// How many of one network.
const OF_A_NETWORK: usize = 4;

/// What a page knows of a request that says nothing about who sends it: no session is read.
pub(crate) struct Visitor {
    pub(crate) app: Arc<App>,
    /// In the language of the address, or the one that was chosen in this browser.
    pub(crate) locale: Locale,
}

impl<'a> FromRequest<'a> for Visitor {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let app: &Arc<App> = request.data().ok_or_else(PageError::misplaced)?;
        let locale = locale(request);
        if let Some(spoken) = request.data::<Spoken>() {
            spoken.settle(PageLayout::bare(&locale));
        }
        Ok(Self { app: Arc::clone(app), locale })
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

/// The files of visitors that arrive or are looked at now, by network.
#[derive(Clone, Default)]
pub(crate) struct Visitors(Arc<Mutex<HashMap<ClientNetwork, usize>>>);

/// One of the places, given back when it is dropped.
pub(crate) struct Place {
    visitors: Visitors,
    network: ClientNetwork,
}

impl Visitors {
    /// A place for a file from this address.
    ///
    /// # Errors
    /// When there is none left, in all or for its network.
    pub(crate) fn admit(&self, Peer(address): Peer) -> Result<Place, PageError> {
        let network = ClientNetwork::of(address);
        let mut places = self.lock();
        let own = places.get(&network).copied().unwrap_or(0);
        if own >= OF_A_NETWORK || places.values().sum::<usize>() >= IN_ALL {
            return Err(PageError::busy());
        }
        places.insert(network, own + 1);
        Ok(Place { visitors: self.clone(), network })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClientNetwork, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.visitors.lock();
        match places.get_mut(&self.network) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => {
                places.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(text: &str) -> Peer {
        Peer(Some(text.parse().unwrap()))
    }

    // O-44 EV-08
    #[test]
    fn one_network_takes_no_more_places_than_its_own_and_all_no_more_than_there_are() {
        let visitors = Visitors::default();
        let admit = |text: &str| visitors.admit(peer(text));
        let mut places: Vec<_> =
            (0..OF_A_NETWORK).map(|_| admit("203.0.113.1").ok().unwrap()).collect();
        assert_eq!(admit("203.0.113.1").err().unwrap().to_string(), "busy");
        for network in 2..5 {
            let address = format!("203.0.113.{network}");
            places.extend((0..OF_A_NETWORK).map(|_| admit(&address).ok().unwrap()));
        }
        assert_eq!(admit("203.0.113.9").err().unwrap().to_string(), "busy");
        places.truncate(1);
        assert!(admit("203.0.113.9").is_ok());
        drop(places);
        assert!(visitors.lock().is_empty(), "nothing is kept of a network");
    }
}
