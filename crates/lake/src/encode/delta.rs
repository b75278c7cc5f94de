//! `DELTA_BINARY_PACKED` for 64-bit integers.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC>

use super::hybrid::varint;

const BLOCK: usize = 128;
const MINIBLOCKS: usize = 4;
const MINIBLOCK: usize = BLOCK / MINIBLOCKS;

/// Appends all values of a page.
pub(super) fn encode(values: &[i64], out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint(MINIBLOCKS as u64, out);
    varint(values.len() as u64, out);
    let first = values.first().copied().unwrap_or(0);
    varint(zigzag(first), out);
    let mut previous = first;
    for block in values.get(1..).unwrap_or(&[]).chunks(BLOCK) {
        let mut deltas = [0_i64; BLOCK];
        let mut smallest = i64::MAX;
        for (delta, value) in deltas.iter_mut().zip(block) {
            *delta = value.wrapping_sub(previous);
            smallest = smallest.min(*delta);
            previous = *value;
        }
        encode_block(&mut deltas[..block.len()], smallest, out);
    }
}

fn encode_block(deltas: &mut [i64], smallest: i64, out: &mut Vec<u8>) {
    varint(zigzag(smallest), out);
    let widths_at = out.len();
    out.extend_from_slice(&[0; MINIBLOCKS]);
    for (number, miniblock) in deltas.chunks_mut(MINIBLOCK).enumerate() {
        let mut all_bits = 0;
        for delta in miniblock.iter_mut() {
            *delta = delta.wrapping_sub(smallest);
            all_bits |= delta.cast_unsigned();
        }
        let width = u64::BITS - all_bits.leading_zeros();
        out[widths_at + number] = width.to_le_bytes()[0];
        bit_pack(miniblock, width, out);
    }
}

/// A miniblock that is not full is filled up with zeros.
fn bit_pack(deltas: &[i64], width: u32, out: &mut Vec<u8>) {
    let end = out.len() + MINIBLOCK / 8 * width as usize;
    let (mut held, mut bits) = (0_u128, 0);
    for delta in deltas {
        held |= u128::from(delta.cast_unsigned()) << bits;
        bits += width;
        if bits >= 64 {
            out.extend_from_slice(&held.to_le_bytes()[..8]);
            held >>= 64;
            bits -= 64;
        }
    }
    out.extend_from_slice(&held.to_le_bytes()[..8]);
    out.resize(end, 0);
}

fn zigzag(value: i64) -> u64 {
    (value.wrapping_shl(1) ^ (value >> 63)).cast_unsigned()
}
