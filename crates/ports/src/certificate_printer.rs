//! The certificate of agreement (合意締結証明書) as a PDF.

use async_trait::async_trait;
use wariin_domain::CertificateFacts;

/// Prints certificates.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CertificatePrinter: Send + Sync {
    /// The certificate as a PDF/A without a seal; the same facts give the same bytes.
    ///
    /// # Errors
    /// [`CertificateFault`].
    async fn print(&self, facts: CertificateFacts) -> Result<Vec<u8>, CertificateFault>;
}

/// Why no certificate was printed.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFault {
    /// The PDF cannot be written.
    #[error("the certificate cannot be drawn")]
    Unprintable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The printer cannot be reached now. Trying again later may help.
    #[error("no printer is available")]
    Unavailable,
}
