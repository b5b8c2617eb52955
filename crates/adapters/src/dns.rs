//! TXT records from the system's name servers.

use async_trait::async_trait;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{Resolver, TokioResolver};
use std::net::SocketAddr;
use wariin_ports::{DnsFault, DomainRecords};

/// The domain name system.
pub struct DnsRecords {
    resolver: TokioResolver,
}

impl DnsRecords {
    /// Asks the name servers that the system is set to use.
    ///
    /// # Errors
    /// [`DnsFault`] when the system's settings cannot be read.
    pub fn system() -> Result<Self, DnsFault> {
        let builder = TokioResolver::builder_tokio().map_err(fault)?;
        Ok(Self { resolver: builder.build().map_err(fault)? })
    }

    /// Asks this name server.
    ///
    /// # Errors
    /// [`DnsFault`].
    pub fn at(server: SocketAddr) -> Result<Self, DnsFault> {
        let mut udp = ConnectionConfig::udp();
        udp.port = server.port();
        let server = NameServerConfig::new(server.ip(), true, vec![udp]);
        let config = ResolverConfig::from_parts(None, vec![], vec![server]);
        let builder = Resolver::builder_with_config(config, TokioRuntimeProvider::default());
        Ok(Self { resolver: builder.build().map_err(fault)? })
    }
}

#[async_trait]
impl DomainRecords for DnsRecords {
    async fn texts(&self, name: &str) -> Result<Vec<String>, DnsFault> {
        // With a final dot the name is fully qualified; no search list is tried.
        match self.resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => Ok(found
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::TXT(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect()),
            Err(error) if error.is_no_records_found() => Ok(Vec::new()),
            Err(error) => Err(fault(error)),
        }
    }
}

fn fault(error: impl std::fmt::Display) -> DnsFault {
    DnsFault(error.to_string())
}
