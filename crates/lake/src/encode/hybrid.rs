//! The run-length and bit-packing hybrid of Parquet, for levels and dictionary indices.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE>

/// The number of bits that the largest of `count` indices needs; at least one, since some readers
/// dislike indices of no width.
pub(super) fn width_for(count: usize) -> u32 {
    usize::BITS - count.saturating_sub(1).max(1).leading_zeros()
}

/// Appends `values`, each of `width` bits.
pub(super) fn encode(values: &[u32], width: u32, out: &mut Vec<u8>) {
    // Values from here on are not written yet and will be bit-packed, eight at a time.
    let mut packed_from = 0_usize;
    let mut at = 0;
    while at < values.len() {
        let end = at + run_length(&values[at..]);
        let to_fill = packed_from.wrapping_sub(at) % 8;
        if end - at >= to_fill + 8 {
            at += to_fill;
            bit_pack(&values[packed_from..at], width, out);
            run(values[at], end - at, width, out);
            packed_from = end;
        }
        at = end;
    }
    bit_pack(&values[packed_from..], width, out);
}

fn run_length(values: &[u32]) -> usize {
    let first = values[0];
    values.iter().position(|value| *value != first).unwrap_or(values.len())
}

/// Appends one value repeated `times`.
pub(super) fn run(value: u32, times: usize, width: u32, out: &mut Vec<u8>) {
    varint((times as u64) << 1, out);
    out.extend_from_slice(&value.to_le_bytes()[..width.div_ceil(8) as usize]);
}

/// Appends bits that are packed already, one for each of `count` values.
pub(super) fn packed_bits(bits: &[u8], count: usize, out: &mut Vec<u8>) {
    let groups = count.div_ceil(8);
    varint((groups as u64) << 1 | 1, out);
    out.extend_from_slice(&bits[..groups]);
}

fn bit_pack(values: &[u32], width: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(8);
    varint((groups as u64) << 1 | 1, out);
    let end = out.len() + groups * width as usize;
    let (mut held, mut bits) = (0_u64, 0);
    for value in values {
        held |= u64::from(*value) << bits;
        bits += width;
        if bits >= 32 {
            out.extend_from_slice(&held.to_le_bytes()[..4]);
            held >>= 32;
            bits -= 32;
        }
    }
    out.extend_from_slice(&held.to_le_bytes());
    // The last group is filled up with zeros.
    out.resize(end, 0);
}

/// Appends an unsigned number in LEB128.
pub(super) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}
