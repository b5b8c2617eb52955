//! The key of the first run, with a certificate that it signs itself.

use super::{KeyError, SealKey};
use crate::Utc;
use crate::cms::algorithm::KeyKind;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256, RsaKeySize,
    SerialNumber,
};
use time::Duration;

/// id-kp-documentSigning (RFC 9336).
const DOCUMENT_SIGNING: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 3, 36];

/// A new key, and the PEM text to be kept where only the service reads it.
#[derive(Debug)]
pub struct NewKey {
    /// The key.
    pub key: SealKey,
    /// Private key (PKCS#8) and certificate; [`SealKey::from_pem`] reads it back.
    pub pem: String,
}

impl SealKey {
    /// Makes a key (RSA of 3072 bits, or on a curve) and a self-signed certificate for document
    /// signing, valid for ten years from a day before `now`.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate(kind: KeyKind, organisation: &str, now: Utc) -> Result<NewKey, KeyError> {
        let failed = |_| KeyError::Failed;
        let pair = match kind {
            KeyKind::Rsa => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_3072),
            KeyKind::P256 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
            KeyKind::P384 => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384),
        };
        let pair = pair.map_err(failed)?;
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
        let certificate = params.self_signed(&pair).map_err(failed)?;
        let pem = pair.serialize_pem() + &certificate.pem();
        Ok(NewKey { key: Self::from_pem(&pem)?, pem })
    }
}

fn serial() -> Result<SerialNumber, KeyError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| KeyError::Failed)?;
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from(bytes.to_vec()))
}
