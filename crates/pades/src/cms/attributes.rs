//! The attributes of a signer (RFC 5652, section 11).

use super::algorithm::Hash;
use super::certificate::Certificate;
use super::der::{
    Element, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET, context,
};
use super::fault::Fault;
use super::oids;

/// Each attribute's type and the elements of its values.
#[derive(Clone, Debug)]
pub(crate) struct Attributes<'a>(Vec<(&'a [u8], &'a [u8])>);

impl<'a> Attributes<'a> {
    /// Reads the contents of the set.
    pub(crate) fn read(contents: &'a [u8]) -> Option<Self> {
        let (mut reader, mut all) = (Reader(contents), Vec::new());
        while !reader.is_empty() {
            let mut parts = reader.expect(SEQUENCE)?.inside();
            let kind = parts.expect(OBJECT_IDENTIFIER)?.contents;
            all.push((kind, parts.expect(SET)?.contents));
        }
        Some(Self(all))
    }

    /// The values of the first attribute of this type.
    pub(crate) fn first(&self, kind: &[u8]) -> Option<&'a [u8]> {
        self.0.iter().find(|(own, _)| *own == kind).map(|(_, values)| *values)
    }

    /// The value of an attribute that occurs once and has one value.
    pub(crate) fn only(&self, kind: &[u8]) -> Option<&'a [u8]> {
        let mut found = self.0.iter().filter(|(own, _)| *own == kind);
        let (_, values) = found.next()?;
        let is_one = found.next().is_none() && Reader(values).all().count() == 1;
        is_one.then_some(values)
    }

    /// Whether the signer's certificate is named (`signing-certificate-v2`, RFC 5035; the older attribute, RFC
    /// 2634), and no other one.
    pub(crate) fn names(&self, certificate: &Certificate<'_>) -> Result<bool, Fault> {
        let kinds = [oids::SIGNING_CERTIFICATE_V2, oids::SIGNING_CERTIFICATE];
        let mut is_named = false;
        for kind in kinds.into_iter().filter(|kind| self.first(kind).is_some()) {
            let is_old = kind == oids::SIGNING_CERTIFICATE;
            match self.only(kind).and_then(|value| is_about(value, is_old, certificate)) {
                None => return Err(Fault::Format("which certificate it names")),
                Some(Err(unknown)) => return Err(Fault::Unknown(unknown)),
                Some(Ok(false)) => return Err(Fault::OtherCertificate),
                Some(Ok(true)) => is_named = true,
            }
        }
        Ok(is_named)
    }

    /// Whether the algorithms are those that are signed, where they are (RFC 6211).
    pub(crate) fn expect_algorithms(
        &self,
        digest: &Element<'_>,
        signature: &Element<'_>,
    ) -> Result<(), Fault> {
        if self.first(oids::ALGORITHM_PROTECTION).is_none() {
            return Ok(());
        }
        let is_same = || {
            let mut parts = Reader(self.only(oids::ALGORITHM_PROTECTION)?).sequence()?;
            let named = parts.expect(SEQUENCE)?.inside().oid()? == digest.inside().oid()?;
            let own = parts.expect(context(1))?.inside().oid()? == signature.inside().oid()?;
            Some(named && own)
        };
        if is_same() == Some(true) { Ok(()) } else { Err(Fault::OtherAlgorithms) }
    }
}

/// Whether an `ESSCertID` or `ESSCertIDv2` is about this certificate; `Err` with the name of an unknown digest.
fn is_about(
    value: &[u8],
    is_old: bool,
    certificate: &Certificate<'_>,
) -> Option<Result<bool, String>> {
    let mut id = Reader(value).sequence()?.sequence()?.sequence()?;
    let hash = match id.optional(SEQUENCE) {
        Some(identifier) => match Hash::read(&identifier) {
            Ok(hash) => hash,
            Err(unknown) => return Some(Err(unknown)),
        },
        None if is_old => Hash::Sha1,
        None => Hash::Sha256,
    };
    let named = id.expect(OCTET_STRING)?.contents;
    let serial = id.optional(SEQUENCE).map(|both| {
        let mut both = both.inside();
        both.next();
        both.expect(INTEGER).map(|serial| serial.whole)
    });
    let is_same = serial.flatten().is_none_or(|serial| serial == certificate.serial);
    Some(Ok(is_same && named == hash.of(certificate.der)))
}
