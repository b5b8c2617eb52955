//! The key that seals, and its certificate.

use crate::{Error, Utc};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SerialNumber,
};
use time::Duration;

/// id-kp-documentSigning (RFC 9336).
const DOCUMENT_SIGNING: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 3, 36];

/// A P-256 key with its certificate. Its `Debug` shows neither.
pub struct SealKey {
    key: EcdsaKeyPair,
    certificate: Vec<u8>,
    pem: String,
}

impl SealKey {
    /// Makes a key and a self-signed certificate for document signing, valid for ten years from a
    /// day before `now`.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn generate(organisation: &str, now: Utc) -> Result<Self, Error> {
        let refuse = |e: rcgen::Error| Error::Key(e.to_string());
        let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(refuse)?;
        let mut params = CertificateParams::default();
        params.not_before = now.offset_date_time() - Duration::days(1);
        params.not_after = now.offset_date_time() + Duration::days(3652);
        params.serial_number = Some(serial()?);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, organisation);
        params.distinguished_name.push(DnType::CommonName, format!("{organisation} Seal"));
        params.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::Other(DOCUMENT_SIGNING.to_vec())];
        let certificate = params.self_signed(&pair).map_err(refuse)?;
        Self::from_pem(&(pair.serialize_pem() + &certificate.pem()))
    }

    /// Reads a PKCS#8 private key and its certificate from one PEM text.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        let blocks = pem::parse_many(text).map_err(|e| Error::Key(e.to_string()))?;
        let block = |tag: &str| blocks.iter().find(|b| b.tag() == tag);
        let missing = |what: &str| Error::Key(format!("there is no {what}"));
        let private = block("PRIVATE KEY").ok_or_else(|| missing("private key (PKCS#8)"))?;
        let certificate = block("CERTIFICATE").ok_or_else(|| missing("certificate"))?;
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, private.contents())
            .map_err(|e| Error::Key(e.to_string()))?;
        Ok(Self { key, certificate: certificate.contents().to_vec(), pem: text.to_owned() })
    }

    /// Private key and certificate as PEM, to be kept where only the service reads it.
    pub fn to_pem(&self) -> &str {
        &self.pem
    }

    /// The certificate in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The certificate in PEM.
    pub fn certificate_pem(&self) -> String {
        pem::encode(&pem::Pem::new("CERTIFICATE", self.certificate.clone()))
    }

    /// An ECDSA signature over the SHA-256 of `message`, in DER.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature = self.key.sign(&SystemRandom::new(), message);
        let signature = signature.map_err(|_| Error::Key("signing failed".into()))?;
        Ok(signature.as_ref().to_vec())
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(..)")
    }
}

fn serial() -> Result<SerialNumber, Error> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::Key("no randomness".into()))?;
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from(bytes.to_vec()))
}
