//! The seam `warta._core`, thin and dull: bytes in, JSON records out, interpreter lock released.

use pyo3::prelude::*;

#[pymodule]
mod _core {
    use super::*;

    /// Reads one payload into a JSON record; `options` is JSON too.
    #[pyfunction]
    fn read(py: Python<'_>, payload: &[u8], options: &str) -> PyResult<Vec<u8>> {
        let options: warta_core::Options = serde_json::from_str(options)
            .map_err(|e| pyo3::exceptions::PyValueError::new_err(e.to_string()))?;
        Ok(py.detach(|| {
            serde_json::to_vec(&warta_core::read(payload, &options)).expect("a record is always JSON")
        }))
    }
}
