//! The proxies whose `X-Forwarded-For` is believed.

use super::ConfigError;
use super::value::wrong;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv6Addr};

/// The shortest prefix of a network of IPv4: that of `10.0.0.0/8`, the largest private one (RFC 1918).
const SHORTEST_V4: u8 = 8;
/// The same of IPv6, but for unique local addresses.
const SHORTEST_V6: u8 = 16;
/// The bits before the address of an IPv4-mapped one (RFC 4291, section 2.5.5.2).
const MAPPED: u8 = 96;

/// Addresses and networks of proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads addresses and networks (`10.0.0.0/8`, RFC 4632; `fd00::/8`, RFC 4291, section 2.3), separated by commas or
    /// blanks.
    ///
    /// # Errors
    /// [`ConfigError`] for what is neither, and for a network that no operator has alone: every client in it could
    /// say from where it comes.
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the address is a proxy's.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn network(part: &str) -> Result<IpNet, ConfigError> {
    let refused = |problem: &str| Err(wrong("WARIIN_TRUSTED_PROXIES", problem));
    let address = part.parse::<IpAddr>().map(IpNet::from);
    let Ok(network) = address.or_else(|_| part.parse::<IpNet>()) else {
        return refused(
            "expected IP addresses or networks like 10.0.0.0/8 and fd00::/8, separated by commas",
        );
    };
    let network = unmapped(network);
    let is_too_large = match network {
        IpNet::V4(network) => network.prefix_len() < SHORTEST_V4,
        IpNet::V6(network) => network.prefix_len() < SHORTEST_V6 && !is_private(&network),
    };
    if is_too_large {
        return refused(&format!(
            "{part} is too large a network: every client in it could say where it comes from. Name the addresses of the \
             proxies, or networks of at least /{SHORTEST_V4} (IPv4) or /{SHORTEST_V6} (IPv6; fc00::/7 and fe80::/10 are accepted)"
        ));
    }
    Ok(network)
}

/// The same network as addresses of IPv4, if its addresses are mapped ones, which connections and headers never have here.
fn unmapped(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let v4 = mapped.addr().to_ipv4_mapped().zip(mapped.prefix_len().checked_sub(MAPPED));
    let v4 = v4.and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok());
    v4.map_or(network, IpNet::V4)
}

/// Whether no router of the internet leads to the addresses of this network (RFC 4193; RFC 4291, section 2.5.6).
fn is_private(network: &Ipv6Net) -> bool {
    let begin =
        |first, prefix| Ipv6Net::new_assert(Ipv6Addr::new(first, 0, 0, 0, 0, 0, 0, 0), prefix);
    [begin(0xfc00, 7), begin(0xfe80, 10)].iter().any(|private| private.contains(network))
}

#[cfg(test)]
mod tests {
    use super::*;

    // WE-09
    #[test]
    fn proxies_are_named_by_address_and_by_network_of_both_families() {
        let proxies =
            TrustedProxies::parse("127.0.0.1, ::1,10.0.0.0/8 fd00::/8,::ffff:192.0.2.1").unwrap();
        let is_one = |text: &str| proxies.contains(text.parse().unwrap());
        for inside in ["127.0.0.1", "::1", "10.0.0.0", "10.255.255.255", "fd12::9", "192.0.2.1"] {
            assert!(is_one(inside), "{inside}");
        }
        for outside in ["127.0.0.2", "::2", "11.0.0.0", "9.255.255.255", "fe80::1", "192.0.2.2"] {
            assert!(!is_one(outside), "{outside}");
        }
        assert!(!TrustedProxies::parse("").unwrap().contains("127.0.0.1".parse().unwrap()));
        for wrong in
            ["10.0.0.0/33", "fd00::/129", "proxy.example", "10.0.0/8", "::ffff:1.2.3.4/129"]
        {
            let refused = TrustedProxies::parse(wrong).unwrap_err().to_string();
            assert!(refused.contains("WARIIN_TRUSTED_PROXIES"), "{wrong}: {refused}");
        }
    }

    // WE-09
    #[test]
    fn a_network_of_mapped_addresses_is_one_of_ipv4() {
        let proxies = TrustedProxies::parse("::ffff:10.0.0.0/104,::ffff:192.0.2.8/127").unwrap();
        let is_one = |text: &str| proxies.contains(text.parse().unwrap());
        for inside in ["10.0.0.0", "10.255.255.255", "192.0.2.8", "192.0.2.9"] {
            assert!(is_one(inside), "{inside}");
        }
        for outside in ["11.0.0.0", "9.255.255.255", "192.0.2.10", "192.0.2.7", "::1"] {
            assert!(!is_one(outside), "{outside}");
        }
    }

    // WE-09
    #[test]
    fn a_network_that_is_too_large_is_refused_by_name_with_the_cure() {
        for large in ["0.0.0.0/0", "8.0.0.0/7", "::ffff:0:0/96", "::ffff:8.0.0.0/103", "::/0"]
            .into_iter()
            .chain(["2000::/3", "2001::/15", "fe00::/6", "::/8"])
        {
            let refused = TrustedProxies::parse(&format!("127.0.0.1,{large}")).unwrap_err();
            let refused = refused.to_string();
            assert!(refused.contains(large) && refused.contains("addresses of the"), "{refused}");
        }
        for taken in
            ["10.0.0.0/8", "::ffff:10.0.0.0/104", "2001::/16", "fc00::/7", "fd00::/8", "fe80::/10"]
        {
            assert!(TrustedProxies::parse(taken).is_ok(), "{taken}");
        }
    }
}
