//! What an action does (ISO 32000-2, section 12.6).

use crate::Error;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items};
use crate::pdf::string::text;

/// How many actions may follow each other.
const MAX_DEPTH: usize = 32;

/// What an action and those that follow it do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// Shows another place of the document, or an address of the web.
    Shows,
    /// Runs a script, sends or changes a form, plays media, or is not known.
    Acts,
    /// Opens another file, or starts a program.
    Leaves {
        /// What it opens.
        target: String,
        /// Whether that may be a program.
        is_program: bool,
    },
}

/// What the action in a raw value does; an array is a destination.
pub(crate) fn does(file: &File, raw: &[u8]) -> Result<Does, Error> {
    follow(file, raw, 0)
}

/// Whether the action in a raw value, with those that follow it, does nothing but show another place of the document.
pub(crate) fn only_goes(file: &File, raw: &[u8]) -> Result<bool, Error> {
    let mut waiting = vec![raw.to_vec()];
    for _ in 0..MAX_DEPTH {
        let Some(raw) = waiting.pop() else { return Ok(true) };
        let Some(value) = file.resolved(&raw)?.filter(|value| value.starts_with(b"<<")) else {
            continue;
        };
        let action = RawDict::parse(&value).ok_or(Error::Object("an action"))?;
        let kind = file.name(&action, "S")?.unwrap_or_default();
        if !matches!(kind.as_slice(), b"GoTo" | b"GoToDp") {
            return Ok(false);
        }
        if let Some(next) = file.value(&action, "Next")? {
            let all = items(&next).unwrap_or_else(|| vec![&next]);
            waiting.extend(all.into_iter().map(<[u8]>::to_vec));
        }
    }
    Ok(false)
}

fn follow(file: &File, raw: &[u8], depth: usize) -> Result<Does, Error> {
    if depth > MAX_DEPTH {
        return Ok(Does::Acts);
    }
    let Some(value) = file.resolved(raw)? else {
        return Ok(Does::Shows);
    };
    if !value.starts_with(b"<<") {
        return Ok(Does::Shows);
    }
    let action = RawDict::parse(&value).ok_or(Error::Object("an action"))?;
    let own = one(file, &action)?;
    if own != Does::Shows {
        return Ok(own);
    }
    let Some(next) = file.value(&action, "Next")? else {
        return Ok(own);
    };
    let all = items(&next).unwrap_or_else(|| vec![&next]);
    for other in all {
        let other = follow(file, other, depth + 1)?;
        if other != Does::Shows {
            return Ok(other);
        }
    }
    Ok(own)
}

fn one(file: &File, action: &RawDict) -> Result<Does, Error> {
    let kind = file.name(action, "S")?.unwrap_or_default();
    Ok(match kind.as_slice() {
        b"GoTo" | b"GoToDp" | b"Named" | b"Trans" => Does::Shows,
        b"Thread" if action.get("F").is_none() => Does::Shows,
        b"URI" => address(&file.value(action, "URI")?.unwrap_or_default()),
        b"GoToR" | b"GoToE" | b"Thread" | b"Launch" => {
            let is_program = kind == b"Launch";
            Does::Leaves { target: target(file, action)?, is_program }
        }
        _ => Does::Acts,
    })
}

/// What opens a file, or starts a program with one.
const OF_FILES: [&str; 13] = [
    "file:",
    "\\\\",
    "//",
    "smb:",
    "cifs:",
    "nfs:",
    "afp:",
    "dav:",
    "davs:",
    "ms-",
    "search-ms:",
    "shell:",
    "jar:",
];

/// An address of the web stays; one of a file or a script does not.
pub(crate) fn address(raw: &[u8]) -> Does {
    let address = text(raw).unwrap_or_default();
    let plain: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    let is = |scheme: &str| plain.starts_with(scheme);
    if ["javascript:", "vbscript:", "data:"].iter().any(|scheme| is(scheme)) {
        Does::Acts
    } else if OF_FILES.iter().any(|scheme| is(scheme)) {
        Does::Leaves { target: address, is_program: false }
    } else {
        Does::Shows
    }
}

/// The name of the file that an action opens.
fn target(file: &File, action: &RawDict) -> Result<String, Error> {
    let specification = match file.value(action, "F")? {
        Some(found) => Some(found),
        None => file.dict_under(action, "Win")?.and_then(|it| it.get("F").map(<[u8]>::to_vec)),
    };
    Ok(specification.map(|raw| name_of(file, &raw)).transpose()?.flatten().unwrap_or_default())
}

/// The name in a file specification (ISO 32000-2, section 7.11).
pub(crate) fn name_of(file: &File, raw: &[u8]) -> Result<Option<String>, Error> {
    let Some(value) = file.resolved(raw)? else {
        return Ok(None);
    };
    let Some(dict) = RawDict::parse(&value) else {
        return Ok(text(&value));
    };
    for key in ["UF", "F", "Unix", "Mac", "DOS"] {
        if let Some(name) = file.value(&dict, key)?.as_deref().and_then(text) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}
