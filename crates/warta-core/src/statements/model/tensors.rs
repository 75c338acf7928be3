//! Tensors of a weights file, checked for their kind.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

fn tensor<'d>(file: &SafeTensors<'d>, name: &str, kind: Dtype) -> Result<TensorView<'d>, String> {
    let tensor = file.tensor(name).map_err(|e| format!("{name}: {e}"))?;
    if tensor.dtype() == kind { Ok(tensor) } else { Err(format!("{name}: {:?} wanted", kind)) }
}

/// A tensor of 32-bit floats, flat.
pub fn floats(file: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>, String> {
    let data = tensor(file, name, Dtype::F32)?.data();
    Ok(data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
}

/// A tensor of unsigned 32-bit numbers, flat.
pub fn numbers(file: &SafeTensors<'_>, name: &str) -> Result<Vec<u32>, String> {
    let data = tensor(file, name, Dtype::U32)?.data();
    Ok(data.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
}

/// A matrix of signed bytes: its width and its rows.
pub fn bytes(file: &SafeTensors<'_>, name: &str) -> Result<(usize, Vec<i8>), String> {
    let tensor = tensor(file, name, Dtype::I8)?;
    let &[_, width] = tensor.shape() else { return Err(format!("{name}: no matrix")) };
    Ok((width.max(1), tensor.data().iter().map(|&byte| byte as i8).collect()))
}
