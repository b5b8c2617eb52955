//! Keys that stay in a hardware token (PKCS#11), named by a URI (RFC 7512).

use super::KeyError;
use crate::cms::algorithm::KeyKind;
use crate::cms::der::{sequence, unsigned};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as TokenError, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A private key in a token, and its certificate.
pub struct TokenKey {
    context: Pkcs11,
    slot: Slot,
    pin: String,
    name: Name,
    certificate: Vec<u8>,
    session: Mutex<Held>,
}

/// The connection to the token.
enum Held {
    Nothing,
    Open(Session, ObjectHandle),
    /// The PIN was refused: tried again and again, it would lock the token.
    Refused,
}

/// The parts of a URI.
#[derive(Default)]
struct Name {
    token: Option<String>,
    serial: Option<String>,
    object: Option<String>,
    id: Option<Vec<u8>>,
    module: Option<String>,
    pin: Option<String>,
    pin_file: Option<String>,
}

impl TokenKey {
    /// Opens `pkcs11:token=…;object=…;id=…?module-path=…&pin-source=file:…` (or `pin-value=…`): the
    /// private key of that name, and the certificate beside it with the same id.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(uri: &str) -> Result<Self, KeyError> {
        let name = Name::parse(uri)?;
        let said = |what: &str| KeyError::Token(what.to_owned());
        let module = name.module.clone().ok_or_else(|| said("the URI has no module-path"))?;
        let pin = name.pin()?;
        let context = Pkcs11::new(module).map_err(refused)?;
        match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(TokenError::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(refused(error)),
        }
        let slot = name.slot(&context)?;
        let mut token = Self {
            context,
            slot,
            pin,
            name,
            certificate: Vec::new(),
            session: Mutex::new(Held::Nothing),
        };
        let (session, key) = token.begin()?;
        token.certificate = certificate(&session, key)?;
        token.session = Mutex::new(Held::Open(session, key));
        Ok(token)
    }

    /// The certificate in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Signs; a session that broke is opened again once.
    pub(super) fn sign(&self, kind: KeyKind, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut held = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Held::Refused => return Err(KeyError::WrongPassword),
            Held::Open(session, key) => {
                if let Ok(signature) = signature(session, *key, kind, message) {
                    return Ok(signature);
                }
            }
            Held::Nothing => {}
        }
        *held = Held::Nothing;
        match self.begin() {
            Ok((session, key)) => {
                let signature = signature(&session, key, kind, message);
                *held = Held::Open(session, key);
                signature
            }
            Err(error) => {
                if matches!(error, KeyError::WrongPassword) {
                    *held = Held::Refused;
                }
                Err(error)
            }
        }
    }

    fn begin(&self) -> Result<(Session, ObjectHandle), KeyError> {
        let session = self.context.open_ro_session(self.slot).map_err(refused)?;
        match session.login(UserType::User, Some(&AuthPin::from(self.pin.clone()))) {
            Ok(()) | Err(TokenError::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(TokenError::Pkcs11(RvError::PinIncorrect | RvError::PinLenRange, _)) => {
                return Err(KeyError::WrongPassword);
            }
            Err(error) => return Err(refused(error)),
        }
        let mut wanted = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        wanted.extend(self.name.object.clone().map(|label| Attribute::Label(label.into_bytes())));
        wanted.extend(self.name.id.clone().map(Attribute::Id));
        let found = session.find_objects(&wanted).map_err(refused)?;
        match found.as_slice() {
            [key] => Ok((session, *key)),
            [] => Err(KeyError::Token("it has no private key of that name".into())),
            _ => Err(KeyError::Token("it has several private keys of that name; add an id".into())),
        }
    }
}

/// A signature in the format that CMS requires.
fn signature(
    session: &Session,
    key: ObjectHandle,
    kind: KeyKind,
    message: &[u8],
) -> Result<Vec<u8>, KeyError> {
    if kind == KeyKind::Rsa {
        return session.sign(&Mechanism::Sha256RsaPkcs, key, message).map_err(refused);
    }
    let digest = kind.hash().of(message);
    let pair = session.sign(&Mechanism::Ecdsa, key, &digest).map_err(refused)?;
    // The token returns r and s concatenated; X9.62 requires a sequence of two integers.
    let (r, s) = pair.split_at(pair.len() / 2);
    Ok(sequence(&[&unsigned(r), &unsigned(s)]))
}

/// The certificate with the key's id.
fn certificate(session: &Session, key: ObjectHandle) -> Result<Vec<u8>, KeyError> {
    let id = session.get_attributes(key, &[AttributeType::Id]).map_err(refused)?;
    let class = Attribute::Class(ObjectClass::CERTIFICATE);
    let wanted: Vec<Attribute> = id.into_iter().chain([class]).collect();
    let found = session.find_objects(&wanted).map_err(refused)?;
    let none = || KeyError::Token("it has no certificate with the key's id".into());
    let values = session.get_attributes(*found.first().ok_or_else(none)?, &[AttributeType::Value]);
    values
        .map_err(refused)?
        .into_iter()
        .find_map(|attribute| match attribute {
            Attribute::Value(der) => Some(der),
            _ => None,
        })
        .ok_or_else(none)
}

impl Name {
    fn parse(uri: &str) -> Result<Self, KeyError> {
        let said = |what: &str| KeyError::Token(what.to_owned());
        let rest = uri.strip_prefix("pkcs11:").ok_or_else(|| said("this is no pkcs11: URI"))?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut name = Self::default();
        let parts = path.split(';').chain(query.split('&')).filter(|part| !part.is_empty());
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| said("a part has no value"))?;
            let bytes = decoded(value).ok_or_else(|| said("a part is badly escaped"))?;
            let text = String::from_utf8(bytes.clone()).ok();
            match key {
                "token" => name.token = text,
                "serial" => name.serial = text,
                "object" => name.object = text,
                "id" => name.id = Some(bytes),
                "module-path" => name.module = text,
                "pin-value" => name.pin = text,
                "pin-source" => name.pin_file = text,
                _ => {}
            }
        }
        Ok(name)
    }

    fn pin(&self) -> Result<String, KeyError> {
        match (&self.pin, &self.pin_file) {
            (Some(pin), _) => Ok(pin.clone()),
            (None, Some(file)) => {
                let path = file.strip_prefix("file:").unwrap_or(file);
                let read = std::fs::read_to_string(path);
                let read = read.map_err(|e| KeyError::Token(format!("pin-source {path}: {e}")))?;
                Ok(read.lines().next().unwrap_or_default().to_owned())
            }
            (None, None) => {
                Err(KeyError::Token("the URI has neither pin-value nor pin-source".into()))
            }
        }
    }

    /// The only slot with a token of this name.
    fn slot(&self, context: &Pkcs11) -> Result<Slot, KeyError> {
        let slots = context.get_slots_with_initialized_token().map_err(refused)?;
        let fits = |slot: &Slot| {
            context.get_token_info(*slot).is_ok_and(|info| {
                self.token.as_ref().is_none_or(|label| info.label() == label)
                    && self.serial.as_ref().is_none_or(|serial| info.serial_number() == serial)
            })
        };
        let found: Vec<Slot> = slots.into_iter().filter(fits).collect();
        match found.as_slice() {
            [slot] => Ok(*slot),
            [] => Err(KeyError::Token("there is no token of that name".into())),
            _ => Err(KeyError::Token("there are several tokens of that name".into())),
        }
    }
}

/// `%41` as the byte it stands for (RFC 3986, section 2.1).
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    Some(bytes)
}

fn refused(error: TokenError) -> KeyError {
    KeyError::Token(error.to_string())
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(..)")
    }
}
