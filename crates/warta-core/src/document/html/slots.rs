//! Names told apart by one guess: open addressing over the letters of a name, built when the crate is.

/// Longest name of any table.
const LONGEST: usize = 19;

/// Where each name of a table is looked for; `COUNT` is eight times the names or more, so that few share a place.
pub(super) struct Slots<const COUNT: usize>([u8; COUNT]);

/// First guess for a name, from its length, first, middle and last letters, in either case.
#[inline]
const fn guess<const COUNT: usize>(name: &[u8]) -> usize {
    let last = name.len() - 1;
    let a = (name[0] | 0x20) as usize;
    let b = (name[last / 2 + last % 2] | 0x20) as usize;
    let c = (name[last] | 0x20) as usize;
    (a.wrapping_mul(67) ^ b.wrapping_mul(263) ^ c.wrapping_mul(1031) ^ (last * 149)) % COUNT
}

impl<const COUNT: usize> Slots<COUNT> {
    /// Places for the names, all but those that are empty.
    pub(super) const fn of(names: &[&str]) -> Self {
        let mut slots = [0u8; COUNT];
        let mut i = 0;
        while i < names.len() {
            let name = names[i].as_bytes();
            assert!(name.len() <= LONGEST && names.len() * 8 <= COUNT);
            if !name.is_empty() {
                let mut at = guess::<COUNT>(name);
                while slots[at] != 0 {
                    at = (at + 1) % COUNT;
                }
                slots[at] = i as u8;
            }
            i += 1;
        }
        Slots(slots)
    }

    /// The position of a name, in either case, among the names that the slots were made of; 0 where it is not there.
    #[inline]
    pub(super) fn find(&self, names: &[&str], name: &[u8]) -> u8 {
        if name.is_empty() || name.len() > LONGEST {
            return 0;
        }
        let mut at = guess::<COUNT>(name);
        loop {
            let entry = self.0[at];
            if entry == 0 || names[entry as usize].as_bytes().eq_ignore_ascii_case(name) {
                return entry;
            }
            at = (at + 1) % COUNT;
        }
    }
}
