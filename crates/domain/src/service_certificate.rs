//! Certificates that the service stands on, and when their end is warned of.

use crate::Timestamp;

/// A certificate without which the service does less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceCertificate {
    /// That of the key that seals.
    Seal,
    /// That of the timestamp authority.
    TimestampAuthority,
    /// That of the TLS of the service's own.
    Tls,
}

impl ServiceCertificate {
    /// Every certificate.
    pub const ALL: [Self; 3] = [Self::Seal, Self::TimestampAuthority, Self::Tls];

    /// The stable name: `seal`, `timestamp` or `tls`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::TimestampAuthority => "timestamp",
            Self::Tls => "tls",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|certificate| certificate.name() == name)
    }
}

/// That a certificate ends within so many days: told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateWarning {
    /// The certificate.
    pub certificate: ServiceCertificate,
    /// When it ends.
    pub ends_at: Timestamp,
    /// One of [`Self::DAYS`].
    pub days: u8,
}

impl CertificateWarning {
    /// So many days ahead it is warned.
    pub const DAYS: [u8; 3] = [60, 30, 7];

    /// The warning that is due of a certificate that ends then: the most urgent one that holds.
    pub fn due(
        certificate: ServiceCertificate,
        ends_at: Timestamp,
        now: Timestamp,
    ) -> Option<Self> {
        let left = (ends_at.as_seconds() - now.as_seconds()).div_euclid(86_400);
        let holds = |days: &u8| left < i64::from(*days);
        let days = Self::DAYS.into_iter().rev().find(holds)?;
        Some(Self { certificate, ends_at, days })
    }
}
