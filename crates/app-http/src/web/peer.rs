//! Where a request really comes from, and how many sign-ins an address may try.

use crate::config::TrustedProxies;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use poem::Request;
use poem::http::HeaderMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use wariin_domain::{AccountId, ClientNetwork};

/// The address a request comes from: the connection's own, or, when that is a configured proxy, the
/// last one in `X-Forwarded-For` that is not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl Peer {
    pub(crate) fn of(request: &Request, proxies: &TrustedProxies) -> Self {
        let connection = request.remote_addr().as_socket_addr();
        let connection = connection.map(|address| address.ip().to_canonical());
        Self(connection.map(|direct| client(direct, request.headers(), proxies)))
    }
}

fn client(direct: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    if !proxies.contains(direct) {
        return direct;
    }
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        // An entry that is no text is one of no address, as any other word: the entries behind it count.
        .map(|entry| forwarded_address(std::str::from_utf8(entry).unwrap_or_default()))
        .collect::<Vec<_>>();
    let mut client = direct;
    for hop in forwarded.into_iter().rev() {
        let Some(hop) = hop else {
            return client;
        };
        client = hop;
        if !proxies.contains(hop) {
            return client;
        }
    }
    client
}

/// An address of the header, with the port that some proxies add to it (RFC 7239, section 6).
fn forwarded_address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let address = entry.parse::<IpAddr>().ok();
    let address = address.or_else(|| entry.parse::<SocketAddr>().ok().map(|with| with.ip()));
    let bare = || entry.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    address.or_else(|| bare().map(IpAddr::from)).map(|ip| ip.to_canonical())
}

/// How many passwords and codes may be tried from one address: sixty at once, then one a second. Each view of the
/// sign-in page begins a ceremony of passkeys, which tries nothing: six hundred at once, then ten a second. Files are
/// verified for visitors: thirty at once, then one a second. The owner of an account has as many tries again, which no
/// stranger behind the same address uses up.
pub(crate) struct Limits {
    tries: DefaultKeyedRateLimiter<ClientNetwork>,
    owners: DefaultKeyedRateLimiter<AccountId>,
    verifications: DefaultKeyedRateLimiter<ClientNetwork>,
    ceremonies: DefaultKeyedRateLimiter<ClientNetwork>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            tries: limiter(1, 60),
            owners: limiter(1, 60),
            verifications: limiter(1, 30),
            ceremonies: limiter(10, 600),
        }
    }

    /// Whether one more may be tried; the number of seconds to wait otherwise.
    pub(crate) fn admit(&self, peer: Peer) -> Result<(), u64> {
        admitted(&self.tries, peer)
    }

    /// The same for the owner of an account, known by a session or by the browser, whose address may try no more.
    pub(crate) fn admit_owner(&self, owner: AccountId) -> Result<(), u64> {
        waited(self.owners.check_key(&owner))
    }

    /// The same for a ceremony of passkeys that is begun without a sign-in.
    pub(crate) fn admit_ceremony(&self, peer: Peer) -> Result<(), u64> {
        admitted(&self.ceremonies, peer)
    }

    /// The same for a file that is verified for a visitor.
    pub(crate) fn admit_verification(&self, peer: Peer) -> Result<(), u64> {
        admitted(&self.verifications, peer)
    }

    /// Forgets addresses that have not been seen for a while.
    pub(crate) fn forget_idle(&self) {
        self.tries.retain_recent();
        self.owners.retain_recent();
        self.ceremonies.retain_recent();
        self.verifications.retain_recent();
    }
}

fn limiter<K: Hash + Eq + Clone>(a_second: u32, at_once: u32) -> DefaultKeyedRateLimiter<K> {
    let [a_second, at_once] =
        [a_second, at_once].map(|number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
    RateLimiter::keyed(Quota::per_second(a_second).allow_burst(at_once))
}

fn admitted(
    limiter: &DefaultKeyedRateLimiter<ClientNetwork>,
    Peer(address): Peer,
) -> Result<(), u64> {
    let Some(ip) = address else {
        return Ok(());
    };
    waited(limiter.check_key(&ClientNetwork::of(Some(ip))))
}

/// The number of seconds to wait where there was no room.
fn waited(checked: Result<(), NotUntil<<DefaultClock as Clock>::Instant>>) -> Result<(), u64> {
    checked
        .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::HeaderValue;

    fn peer(from: &str, forwarded: &str, proxies: &[&str]) -> IpAddr {
        peer_of_bytes(from, forwarded.as_bytes(), proxies)
    }

    fn peer_of_bytes(from: &str, forwarded: &[u8], proxies: &[&str]) -> IpAddr {
        let proxies = TrustedProxies::parse(&proxies.join(",")).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_bytes(forwarded).unwrap());
        client(from.parse().unwrap(), &headers, &proxies)
    }

    // WE-09
    #[test]
    fn a_forwarded_address_is_believed_from_a_configured_proxy_only() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(peer("203.0.113.9", "198.51.100.1", &[]), ip("203.0.113.9"));
        assert_eq!(peer("203.0.113.9", "198.51.100.1", &["10.0.0.1"]), ip("203.0.113.9"));
        assert_eq!(peer("10.0.0.1", "198.51.100.1", &["10.0.0.1"]), ip("198.51.100.1"));
        let spoofed = "1.1.1.1, 198.51.100.1, 10.0.0.2";
        assert_eq!(peer("10.0.0.1", spoofed, &["10.0.0.1", "10.0.0.2"]), ip("198.51.100.1"));
        assert_eq!(peer("10.0.0.1", "", &["10.0.0.1"]), ip("10.0.0.1"));
        assert_eq!(peer("10.0.0.1", "nonsense", &["10.0.0.1"]), ip("10.0.0.1"));
        let polluted = "nonsense, 198.51.100.1";
        assert_eq!(peer("10.0.0.1", polluted, &["10.0.0.1"]), ip("198.51.100.1"));
        for polluted in [&b"\xff, 198.51.100.1"[..], b"\xe3\x81, , 198.51.100.1"] {
            assert_eq!(peer_of_bytes("10.0.0.1", polluted, &["10.0.0.1"]), ip("198.51.100.1"));
        }
        assert_eq!(peer("10.7.0.1", spoofed, &["10.0.0.0/8"]), ip("198.51.100.1"), "of a network");
        assert_eq!(peer("11.7.0.1", spoofed, &["10.0.0.0/8"]), ip("11.7.0.1"));
        assert_eq!(peer("10.0.0.1", "::ffff:198.51.100.1", &["10.0.0.1"]), ip("198.51.100.1"));
    }

    // WE-09
    #[test]
    fn a_forwarded_address_is_read_with_a_port_and_in_brackets() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        for (entry, expected) in [
            ("198.51.100.1:52311", "198.51.100.1"),
            ("[2001:db8::1]:52311", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[::ffff:198.51.100.1]:80", "198.51.100.1"),
            ("203.0.113.5, 198.51.100.1:80, 10.0.0.2:443", "198.51.100.1"),
            ("198.51.100.1:99999", "10.0.0.1"),
            ("[198.51.100.1]", "10.0.0.1"),
            ("[2001:db8::1", "10.0.0.1"),
        ] {
            assert_eq!(peer("10.0.0.1", entry, &["10.0.0.0/8"]), ip(expected), "{entry}");
        }
    }

    // WE-09
    #[test]
    fn tries_are_counted_by_address_and_by_a_subscribers_whole_ipv6_network() {
        let limits = Limits::new();
        let try_from = |text: &str| limits.admit(Peer(Some(text.parse().unwrap())));
        for n in 0..60 {
            assert!(try_from(&format!("2001:db8:1:2::{n:x}")).is_ok());
        }
        assert!(try_from("2001:db8:1:2:ffff::1").is_err());
        assert!(try_from("2001:db8:1:3::1").is_ok());
        assert!(limits.admit(Peer(None)).is_ok());
        let office = Peer(Some("203.0.113.77".parse().unwrap()));
        for _ in 0..600 {
            assert_eq!(limits.admit_ceremony(office), Ok(()), "views of the sign-in page");
        }
        assert!(limits.admit_ceremony(office).is_err());
        for _ in 0..30 {
            assert_eq!(limits.admit_verification(office), Ok(()), "files that are verified");
        }
        assert!(limits.admit_verification(office).is_err());
        assert_eq!(limits.admit(office), Ok(()), "they use up no try of a password");
        let [one, other] = [1, 2].map(|id| AccountId::from(wariin_domain::Uuid::from_u128(id)));
        for _ in 0..60 {
            assert_eq!(limits.admit_owner(one), Ok(()));
        }
        assert!(limits.admit_owner(one).is_err());
        assert_eq!(limits.admit_owner(other), Ok(()));
        limits.forget_idle();
    }
}
