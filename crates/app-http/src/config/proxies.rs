//! The proxies whose `X-Forwarded-For` is believed.

use super::ConfigError;
use super::value::wrong;
use ipnet::IpNet;
use std::net::IpAddr;

/// Addresses and networks of proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads addresses and networks (`10.0.0.0/8`, RFC 4632; `fd00::/8`, RFC 4291, section 2.3), separated by commas or
    /// blanks.
    ///
    /// # Errors
    /// [`ConfigError`] for what is neither, and for a network of all addresses: every client could then say from where
    /// it comes.
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
    let address = part.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
    let network = address.or_else(|_| part.parse::<IpNet>()).map_err(|_| {
        let problem =
            "expected IP addresses or networks like 10.0.0.0/8 and fd00::/8, separated by commas";
        wrong("WARIIN_TRUSTED_PROXIES", problem)
    })?;
    if network.prefix_len() == 0 {
        let problem = "a network of all addresses lets every client say where it comes from; name those of the proxies";
        return Err(wrong("WARIIN_TRUSTED_PROXIES", problem));
    }
    Ok(network)
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
        for wrong in ["10.0.0.0/33", "fd00::/129", "proxy.example", "10.0.0/8", "0.0.0.0/0", "::/0"]
        {
            let refused = TrustedProxies::parse(wrong).unwrap_err().to_string();
            assert!(refused.contains("WARIIN_TRUSTED_PROXIES"), "{wrong}: {refused}");
        }
    }
}
