//! Errors for JavaScript: an `Error` with a stable `code`.

use crate::blob::OpenError;
use wasm_bindgen::JsValue;

/// What kind of thing went wrong. The codes are part of the API; "network" and further causes of "wasm" are added by `www/index.js`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// The bytes are no sound directory.
    Format,
    /// The directory was made by another version.
    Version,
    /// An option is unknown or has a wrong value.
    Option,
    /// Something failed inside.
    Wasm,
}

impl Code {
    const fn name(self) -> &'static str {
        match self {
            Code::Format => "format",
            Code::Version => "version",
            Code::Option => "option",
            Code::Wasm => "wasm",
        }
    }
}

/// An error on its way to JavaScript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    code: Code,
    message: String,
}

impl Error {
    /// With a sentence that says what to do.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        let code = if matches!(error, OpenError::Format { .. }) { Code::Version } else { Code::Format };
        Self::new(code, error.to_string())
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let js = js_sys::Error::new(&error.message);
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&js, &JsValue::from_str("code"), &JsValue::from_str(error.code.name()));
        js.into()
    }
}
