//! The certificate of the service's own TLS by ACME (RFC 8555): who issues it, and where all nodes keep it.

use crate::StorageError;
use async_trait::async_trait;
use std::sync::Arc;
use wariin_domain::{OrderFailure, Span, Timestamp};
use zeroize::Zeroizing;

/// A certificate with its key.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// The certificate, then those that lead from it towards a root, in PEM.
    pub chain: String,
    /// Its private key in PEM.
    pub key: Zeroizing<String>,
    /// When it ends.
    pub until: Timestamp,
}

impl std::fmt::Debug for IssuedCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedCertificate").field("until", &self.until).finish_non_exhaustive()
    }
}

/// What a node has to do that took an order on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderTask {
    /// The account at the authority, as [`CertificateAuthority::register`] gave it; `None` before there is one.
    pub account: Option<Zeroizing<String>>,
    /// How many orders failed in a row before.
    pub failures: u32,
}

/// How the certificate stands, for all nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderStanding {
    /// When the kept certificate ends; `None` before there is one.
    pub until: Option<Timestamp>,
    /// When the next order is due.
    pub due_at: Option<Timestamp>,
    /// How many orders failed since the last certificate.
    pub failures: u32,
    /// Why the last order failed, and what the authority said.
    pub failure: Option<(OrderFailure, String)>,
}

/// Keeps one certificate for all nodes, and lets one node at a time order it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CertificateOrders: Send + Sync {
    /// The order, if one is due and no other node took it on within `lease`.
    ///
    /// # Errors
    /// [`StorageError`]; nothing is taken on then.
    async fn take_on(&self, now: Timestamp, lease: Span)
    -> Result<Option<OrderTask>, StorageError>;

    /// Keeps the account at the authority.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn keep_account(&self, account: &str, now: Timestamp) -> Result<(), StorageError>;

    /// What the service answers, until `until`, when the authority asks by `tls-alpn-01` (RFC 8737) for this host:
    /// the SHA-256 digest of the key authorization.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn answer(
        &self,
        host: &str,
        digest: [u8; 32],
        until: Timestamp,
    ) -> Result<(), StorageError>;

    /// Keeps a certificate, which is used by every node from now on. The next order is due at `due_at`.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn issued(
        &self,
        certificate: &IssuedCertificate,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StorageError>;

    /// Notes that the order failed; the next one is due at `due_at`.
    ///
    /// # Errors
    /// [`StorageError`]; then the order is due again when the lease has ended.
    async fn failed(
        &self,
        failure: OrderFailure,
        problem: &str,
        due_at: Timestamp,
    ) -> Result<(), StorageError>;
}

/// Issues certificates.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CertificateAuthority: Send + Sync {
    /// Makes an account and agrees to the terms of the authority; gives what it is used with, which is secret.
    ///
    /// # Errors
    /// [`OrderError`].
    async fn register(&self) -> Result<Zeroizing<String>, OrderError>;

    /// Orders a certificate with this account, and keeps what the service has to answer meanwhile.
    ///
    /// # Errors
    /// [`OrderError`].
    async fn order(
        &self,
        account: &str,
        answers: Arc<dyn CertificateOrders>,
        now: Timestamp,
    ) -> Result<IssuedCertificate, OrderError>;
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The authority does not know the account any more.
    #[error("the authority does not know the account")]
    UnknownAccount,
    /// There is none, for this reason; what the authority said.
    #[error("{1}")]
    Failed(OrderFailure, String),
    /// What has to be answered could not be kept.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
