//! The key that seals, and its certificates.

mod generate;
#[cfg(feature = "pkcs11")]
mod pkcs11;
#[cfg(feature = "pkcs12")]
mod pkcs12;

use crate::cms::algorithm::KeyKind;
use crate::cms::certificate::Certificate;
use crate::{Error, Utc};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, KeyPair,
    RSA_PKCS1_SHA256,
};
use std::fmt;

pub use generate::NewKey;
#[cfg(feature = "pkcs11")]
pub use pkcs11::TokenKey;

/// A key with its certificate and those that lead from it towards a root. Its `Debug` shows neither.
pub struct SealKey {
    secret: Secret,
    kind: KeyKind,
    certificates: Vec<Vec<u8>>,
}

/// Where the private key is.
enum Secret {
    Rsa(Box<rsa::KeyPair>),
    Ecdsa(Box<EcdsaKeyPair>),
    #[cfg(feature = "pkcs11")]
    Token(Box<TokenKey>),
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is neither PEM with a private key and its certificate nor PKCS#12.
    #[error("it holds no private key with its certificate: {0}")]
    Unreadable(String),
    /// The password does not open it.
    #[error("the password is wrong")]
    WrongPassword,
    /// The key is of a kind or length that seals nothing.
    #[error("only RSA of 3072 bits or more, P-256 and P-384 are taken")]
    WeakOrUnknown,
    /// The certificate belongs to another key.
    #[error("the certificate belongs to another key")]
    OtherKey,
    /// The certificate is malformed.
    #[error("the certificate is malformed")]
    MalformedCertificate,
    /// The certificate is not valid yet.
    #[error("the certificate is valid from {0} only")]
    NotYetValid(Utc),
    /// The certificate has expired.
    #[error("the certificate expired on {0}")]
    Expired(Utc),
    /// The certificate forbids signing documents (key usage).
    #[error("the certificate does not allow signing (key usage)")]
    NotForSigning,
    /// The hardware token cannot be reached or refuses.
    #[error("the token: {0}")]
    Token(String),
    /// No randomness, or a signature that could not be made.
    #[error("signing failed")]
    Failed,
}

impl SealKey {
    /// Reads a private key (PKCS#8, PKCS#1 or SEC1) and certificates, the key's own among them, from
    /// one PEM text.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let blocks = pem::parse_many(text).map_err(|e| KeyError::Unreadable(e.to_string()))?;
        let private = blocks.iter().find(|block| block.tag().ends_with("PRIVATE KEY"));
        let private = private.ok_or_else(|| KeyError::Unreadable("no private key".into()))?;
        if private.tag() == "ENCRYPTED PRIVATE KEY" {
            return Err(KeyError::Unreadable("the private key is encrypted; use PKCS#12".into()));
        }
        let certificates = blocks.iter().filter(|block| block.tag() == "CERTIFICATE");
        let certificates = certificates.map(|block| block.contents().to_vec()).collect();
        Self::from_der(private.contents(), certificates)
    }

    /// A private key (PKCS#8, PKCS#1 or SEC1) and certificates, the key's own among them.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_der(private: &[u8], certificates: Vec<Vec<u8>>) -> Result<Self, KeyError> {
        let (secret, public) = Secret::read(private)?;
        Self::of(secret, in_order(&public, certificates)?)
    }

    /// A key that stays in a hardware token.
    ///
    /// # Errors
    /// [`KeyError`].
    #[cfg(feature = "pkcs11")]
    pub fn from_token(token: TokenKey, more: Vec<Vec<u8>>) -> Result<Self, KeyError> {
        let own = token.certificate().to_vec();
        let read = Certificate::read(&own).ok_or(KeyError::MalformedCertificate)?;
        let public = read.key_bits.to_vec();
        let certificates = in_order(&public, [vec![own], more].concat())?;
        Self::of(Secret::Token(Box::new(token)), certificates)
    }

    fn of(secret: Secret, certificates: Vec<Vec<u8>>) -> Result<Self, KeyError> {
        let own = certificates.first().and_then(|der| Certificate::read(der));
        let key = own.ok_or(KeyError::MalformedCertificate)?.key();
        let kind = key.and_then(|key| key.seals_as()).ok_or(KeyError::WeakOrUnknown)?;
        Ok(Self { secret, kind, certificates })
    }

    /// Whether the certificate may be used to sign documents at this time.
    ///
    /// # Errors
    /// [`KeyError`] says why not.
    pub fn expect_usable(&self, at: Utc) -> Result<(), KeyError> {
        let certificate = self.read_certificate()?;
        if at < certificate.not_before {
            return Err(KeyError::NotYetValid(certificate.not_before));
        }
        if at > certificate.not_after {
            return Err(KeyError::Expired(certificate.not_after));
        }
        if certificate.may_sign() { Ok(()) } else { Err(KeyError::NotForSigning) }
    }

    /// How the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The certificate in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificates[0]
    }

    /// The certificate, then those that lead from it towards a root, in DER.
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// The certificate in PEM.
    pub fn certificate_pem(&self) -> String {
        pem::encode(&pem::Pem::new("CERTIFICATE", self.certificate()))
    }

    /// The subject of the certificate in readable form: `CN=…, O=…`.
    ///
    /// # Errors
    /// [`KeyError::MalformedCertificate`].
    pub fn subject(&self) -> Result<String, KeyError> {
        Ok(self.read_certificate()?.subject_text())
    }

    /// When the certificate ends.
    ///
    /// # Errors
    /// [`KeyError::MalformedCertificate`].
    pub fn valid_until(&self) -> Result<Utc, KeyError> {
        Ok(self.read_certificate()?.not_after)
    }

    fn read_certificate(&self) -> Result<Certificate<'_>, KeyError> {
        Certificate::read(self.certificate()).ok_or(KeyError::MalformedCertificate)
    }

    /// A signature over `message` by the algorithm of [`Self::kind`].
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.secret.sign(self.kind, message)?)
    }
}

impl Secret {
    /// The key, and its public part as certificates carry it.
    fn read(der: &[u8]) -> Result<(Self, Vec<u8>), KeyError> {
        let rsa = rsa::KeyPair::from_pkcs8(der).or_else(|_| rsa::KeyPair::from_der(der));
        if let Ok(pair) = rsa {
            let public = pair.public_key().as_ref().to_vec();
            return Ok((Self::Rsa(Box::new(pair)), public));
        }
        for algorithm in [&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1_SIGNING] {
            let pair = EcdsaKeyPair::from_pkcs8(algorithm, der)
                .or_else(|_| EcdsaKeyPair::from_private_key_der(algorithm, der));
            if let Ok(pair) = pair {
                let public = pair.public_key().as_ref().to_vec();
                return Ok((Self::Ecdsa(Box::new(pair)), public));
            }
        }
        Err(KeyError::WeakOrUnknown)
    }

    #[cfg_attr(
        not(feature = "pkcs11"),
        expect(unused_variables, reason = "a token has to be told")
    )]
    fn sign(&self, kind: KeyKind, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(|_| KeyError::Failed)?;
                Ok(signature)
            }
            Self::Ecdsa(pair) => {
                let signature = pair.sign(&random, message).map_err(|_| KeyError::Failed)?;
                Ok(signature.as_ref().to_vec())
            }
            #[cfg(feature = "pkcs11")]
            Self::Token(token) => token.sign(kind, message),
        }
    }
}

/// The certificate of this public key first, then its issuer, and so on; others are left out.
fn in_order(public: &[u8], given: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, KeyError> {
    let read: Option<Vec<Certificate<'_>>> =
        given.iter().map(|der| Certificate::read(der)).collect();
    let read = read.ok_or(KeyError::MalformedCertificate)?;
    if read.is_empty() {
        return Err(KeyError::Unreadable("no certificate".into()));
    }
    let own = read.iter().find(|certificate| certificate.key_bits == public);
    let mut chain = vec![*own.ok_or(KeyError::OtherKey)?];
    while let Some(last) = chain.last().filter(|last| !last.is_self_issued()) {
        let issuer = read.iter().find(|candidate| last.is_signed_by(candidate));
        match issuer.filter(|issuer| chain.iter().all(|known| known.der != issuer.der)) {
            Some(issuer) => chain.push(*issuer),
            None => break,
        }
    }
    Ok(chain.iter().map(|certificate| certificate.der.to_vec()).collect())
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(..)")
    }
}
