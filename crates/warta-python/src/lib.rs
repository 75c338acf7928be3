//! The seam `warta._core`, thin and dull: bytes in, JSON records out, interpreter lock released.

use std::sync::{PoisonError, RwLock};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use warta_core::Options;
use warta_core::guard::{INTERNAL_ERROR, guarded, guarded_or};
use warta_core::statements::{Findings, Subject, read_subject};
use warta_core::stems::{self, Stems};

/// One page to read: payload, options as JSON, name of the capture, what capture already cut.
type Page = (PyBackedBytes, PyBackedStr, Option<String>, Vec<String>);

/// The record of one page as JSON.
fn record(payload: &[u8], options: &Options, name: Option<String>, cut: Vec<String>) -> Vec<u8> {
    let mut article = guarded(|| warta_core::read(payload, options));
    article.name = name;
    article.truncated.extend(cut);
    serde_json::to_vec(&article).expect("a record has string keys and finite numbers only")
}

/// The statements of one text, or the reason why there are none, as JSON.
fn statements(subject: &[u8]) -> PyResult<Vec<u8>> {
    let subject: Subject =
        serde_json::from_slice(subject).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let found = guarded_or(|| read_subject(&subject), || Findings::failed(INTERNAL_ERROR));
    Ok(serde_json::to_vec(&found).expect("a record has string keys and finite numbers only"))
}

fn parse(options: &str) -> PyResult<Options> {
    serde_json::from_str(options).map_err(|error| PyValueError::new_err(error.to_string()))
}

#[pymodule]
mod _core {
    use super::*;

    /// Reads pages into JSON records, in order; the interpreter lock is released once for all.
    #[pyfunction]
    fn read_batch(py: Python<'_>, pages: Vec<Page>) -> PyResult<Vec<Vec<u8>>> {
        let mut parsed = Vec::with_capacity(pages.len());
        for (payload, options, name, cut) in pages {
            parsed.push((payload, parse(&options)?, name, cut));
        }
        Ok(py.detach(|| {
            parsed
                .into_iter()
                .map(|(payload, options, name, cut)| record(&payload, &options, name, cut))
                .collect()
        }))
    }

    /// Finds the statements of texts, each given as the JSON of its `statements::Subject`, in order.
    #[pyfunction]
    fn statements_batch(py: Python<'_>, subjects: Vec<PyBackedBytes>) -> PyResult<Vec<Vec<u8>>> {
        py.detach(|| subjects.iter().map(|subject| statements(subject)).collect())
    }

    /// The stems of one language's words, as far as they were taught; threads share it.
    #[pyclass(frozen)]
    struct StemTable(RwLock<stems::StemTable>);

    #[pymethods]
    impl StemTable {
        #[new]
        fn new() -> StemTable {
            StemTable(RwLock::default())
        }

        /// The stems of a text that its words are not, and the words that have to be taught first; neither for a text in
        /// another script than the Latin one. The interpreter lock is released where the text is long.
        fn stems(&self, py: Python<'_>, text: PyBackedStr) -> (Option<String>, Vec<String>) {
            /// Bytes of a text that is worth releasing the lock for.
            const LONG: usize = 1_000;
            let find = || self.0.read().unwrap_or_else(PoisonError::into_inner).stems(&text);
            match if text.len() < LONG { find() } else { py.detach(find) } {
                Stems::Known(stems) => (Some(stems), Vec::new()),
                Stems::Unknown(words) => (None, words),
                Stems::OtherScript => (None, Vec::new()),
            }
        }

        /// Takes words with their stems.
        fn learn(&self, words: Vec<String>, stems: Vec<String>) {
            let pairs = words.into_iter().zip(stems);
            self.0.write().unwrap_or_else(PoisonError::into_inner).learn(pairs);
        }
    }

    /// The default options as JSON, so that a test can compare them with Python's.
    #[pyfunction]
    fn default_options() -> String {
        serde_json::to_string(&Options::default()).expect("options are always JSON")
    }

    /// The record schema's version.
    #[pymodule_export]
    const SCHEMA: &str = warta_core::record::SCHEMA;

    /// The core's version.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
