//! Where a request really comes from, and how many sign-ins an address may try.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use poem::Request;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;

/// The address a request comes from: the connection's own, or, when that is a configured proxy, the
/// last one in `X-Forwarded-For` that is not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl Peer {
    pub(crate) fn of(request: &Request, proxies: &[IpAddr]) -> Self {
        let connection = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
        let Some(direct) = connection.filter(|ip| proxies.contains(ip)) else {
            return Self(connection);
        };
        let forwarded = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|ip| ip.trim().parse::<IpAddr>())
            .collect::<Result<Vec<_>, _>>()
            .unwrap_or_default();
        let client = forwarded.into_iter().rev().find(|ip| !proxies.contains(ip));
        Self(Some(client.unwrap_or(direct)))
    }
}

/// How many passwords and codes may be tried from one address: sixty at once, then one a second.
pub(crate) struct Limits {
    tries: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        let burst = NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN);
        Self { tries: RateLimiter::keyed(Quota::per_second(NonZeroU32::MIN).allow_burst(burst)) }
    }

    /// Whether one more may be tried; the number of seconds to wait otherwise.
    pub(crate) fn admit(&self, peer: Peer) -> Result<(), u64> {
        let Some(ip) = peer.0 else {
            return Ok(());
        };
        self.tries.check_key(&bucket(ip)).map_err(|not_until| {
            not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1
        })
    }

    /// Forgets addresses that have not been seen for a while.
    pub(crate) fn forget_idle(&self) {
        self.tries.retain_recent();
    }
}

/// A subscriber of IPv6 has a /64 and counts as one.
fn bucket(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}
