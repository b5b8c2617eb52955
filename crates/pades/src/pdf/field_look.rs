//! Appearances of form fields that have a value and none.
use super::file::File;
use super::raw::RawDict;
use crate::Error;

pub(crate) struct FieldLook<'a> {
    pub(crate) file: &'a File,
    pub(crate) widget: &'a RawDict,
    pub(crate) form: &'a RawDict,
}

pub(crate) fn look_of(field: &FieldLook<'_>) -> Result<Option<(RawDict, Vec<u8>)>, Error> {
    let _ = (field.file, field.widget, field.form);
    Err(Error::UnfixedForm)
}
