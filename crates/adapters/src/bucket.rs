//! A bucket of an object storage that speaks S3: how it is reached, how long its answers are waited for, and
//! what is asked again.

mod fault;
mod files;
mod pages;
mod trial;

use crate::tls::client_config;
use object_store::aws::{AmazonS3Builder, Checksum, S3ConditionalPut};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path as Key;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use rustls::ClientConfig;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

pub use fault::{BucketFault, BucketProblem};
pub(crate) use files::BucketFiles;

/// How long an operation may take in all, beside the time that its bytes need.
const PATIENCE: Duration = Duration::from_secs(9);
/// How many times a request is asked again.
const TRIES: usize = 3;
/// The slowest connection on which a file is still moved.
const BYTES_PER_SECOND: u64 = 1024 * 1024;

/// How buckets are reached.
#[derive(Clone, Debug)]
pub struct BucketAccess {
    /// `https://host[:port]` of a server that is not Amazon's.
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    pub region: String,
    /// The key; without one, the role that the machine or container has been given.
    pub key: Option<BucketKey>,
    /// What the platform says of that role, as Amazon names it (`AWS_ROLE_ARN` and the like).
    pub role: Vec<(String, String)>,
    /// Whether the bucket is named in the path and not in the host.
    pub is_path_style: bool,
    /// How the server is asked to encrypt what it keeps.
    pub encryption: BucketEncryption,
    /// Certificates (PEM) to trust beside the public ones.
    pub certificates: Option<String>,
    /// How long an operation may take, beside the time that its bytes need.
    pub patience: Duration,
}

impl Default for BucketAccess {
    fn default() -> Self {
        Self {
            endpoint: None,
            region: "us-east-1".to_owned(),
            key: None,
            role: Vec::new(),
            is_path_style: false,
            encryption: BucketEncryption::Default,
            certificates: None,
            patience: PATIENCE,
        }
    }
}

/// An access key.
#[derive(Clone)]
pub struct BucketKey {
    /// Its id.
    pub id: String,
    /// What requests are signed with.
    pub secret: Zeroizing<String>,
}

impl fmt::Debug for BucketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BucketKey")
    }
}

/// How the server is asked to encrypt what it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BucketEncryption {
    /// As the bucket is set.
    Default,
    /// With keys of the server (`AES256`).
    Server,
    /// With a key of its key management, by its id; the bucket's own key where none is named.
    Managed(Option<String>),
}

/// A bucket that cannot be reached with these settings, whatever the server says.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BucketSettingsError(String);

/// A bucket, and what the names of its objects begin with.
#[derive(Clone)]
pub(crate) struct Bucket {
    /// Asks again, and gives a silent answer up.
    reads: Arc<dyn ObjectStore>,
    /// Asks again. How long a write may take follows from its size.
    writes: Arc<dyn ObjectStore>,
    /// Asks once: a removal whose answer was lost must not come again when the file may have been put again.
    once: Arc<dyn ObjectStore>,
    prefix: String,
    patience: Duration,
}

impl Bucket {
    /// The bucket; nothing is asked yet.
    ///
    /// # Errors
    /// [`BucketSettingsError`].
    pub(crate) fn open(
        bucket: &str,
        prefix: &str,
        access: &BucketAccess,
    ) -> Result<Self, BucketSettingsError> {
        let store = |tries, silence| client(bucket, access, tries, silence);
        Ok(Self {
            reads: store(TRIES, Some(access.patience / 3))?,
            writes: store(TRIES, None)?,
            once: store(0, None)?,
            prefix: prefix.to_owned(),
            patience: access.patience,
        })
    }

    fn key(&self, name: &str) -> Key {
        if self.prefix.is_empty() {
            Key::from(name)
        } else {
            Key::from(format!("{}/{name}", self.prefix))
        }
    }

    /// How long an operation with so many bytes may take.
    fn patience_for(&self, bytes: u64) -> Duration {
        self.patience + Duration::from_secs(bytes / BYTES_PER_SECOND)
    }

    /// The answer, unless it takes too long.
    async fn within<T>(
        &self,
        operation: &'static str,
        limit: Duration,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, BucketFault> {
        match tokio::time::timeout(limit, work).await {
            Ok(answered) => answered.map_err(|error| BucketFault::of(operation, &error)),
            Err(_) => Err(BucketFault::silent(operation)),
        }
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

fn client(
    bucket: &str,
    access: &BucketAccess,
    max_retries: usize,
    silence: Option<Duration>,
) -> Result<Arc<dyn ObjectStore>, BucketSettingsError> {
    let tls = client_config(access.certificates.as_deref()).map_err(BucketSettingsError)?;
    let retry = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(1),
            base: 2.,
        },
        max_retries,
        retry_timeout: access.patience * 2 / 3,
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&access.region)
        .with_virtual_hosted_style_request(!access.is_path_style)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_checksum_algorithm(Checksum::SHA256)
        .with_disable_bulk_delete(true)
        .with_disable_tagging(true)
        .with_retry(retry)
        .with_http_connector(Connector { tls, silence, patience: access.patience / 3 });
    if let Some(endpoint) = &access.endpoint {
        builder = builder.with_endpoint(host_of(endpoint, bucket, access.is_path_style));
    }
    builder = match &access.key {
        Some(BucketKey { id, secret }) => {
            builder.with_access_key_id(id).with_secret_access_key(secret.as_str())
        }
        None => access.role.iter().fold(builder, |builder, (name, value)| {
            match name.to_ascii_lowercase().parse() {
                Ok(key) => builder.with_config(key, value),
                Err(_) => builder,
            }
        }),
    };
    builder = match &access.encryption {
        BucketEncryption::Default => builder,
        BucketEncryption::Server => builder.with_config(server_side_encryption()?, "AES256"),
        BucketEncryption::Managed(None) => {
            builder.with_config(server_side_encryption()?, "aws:kms")
        }
        BucketEncryption::Managed(Some(key)) => builder.with_sse_kms_encryption(key),
    };
    let store = builder.build().map_err(|error| BucketSettingsError(error.to_string()))?;
    Ok(Arc::new(store))
}

/// With the bucket in the host, the library expects it in the address of the server.
fn host_of(endpoint: &str, bucket: &str, is_path_style: bool) -> String {
    match endpoint.split_once("://") {
        Some((scheme, host)) if !is_path_style => format!("{scheme}://{bucket}.{host}"),
        _ => endpoint.to_owned(),
    }
}

fn server_side_encryption() -> Result<object_store::aws::AmazonS3ConfigKey, BucketSettingsError> {
    "aws_server_side_encryption"
        .parse()
        .map_err(|error: object_store::Error| BucketSettingsError(error.to_string()))
}

/// Makes the client for HTTP: no proxy, no redirect, the certificates that the service trusts.
#[derive(Debug)]
struct Connector {
    tls: ClientConfig,
    silence: Option<Duration>,
    patience: Duration,
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(self.patience)
            .pool_idle_timeout(Duration::from_secs(20));
        if let Some(silence) = self.silence {
            builder = builder.read_timeout(silence);
        }
        let client = builder
            .build()
            .map_err(|error| object_store::Error::Generic { store: "S3", source: error.into() })?;
        Ok(HttpClient::new(client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_stands_in_the_host_or_in_the_path() {
        let endpoint = "https://s3.example:9000";
        assert_eq!(host_of(endpoint, "contracts", false), "https://contracts.s3.example:9000");
        assert_eq!(host_of(endpoint, "contracts", true), endpoint);
    }
}
