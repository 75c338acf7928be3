//! Gradient-boosted trees, read from a text table and evaluated without allocation.
//!
//! A table is made by `training/gbdt.py`. Lines that begin with `# ` state what it is, its data, licence, script and
//! date; `# features` lists the names of the inputs in order; `# stop N M` says that a score below `M` after the first
//! `N` trees is as good as final, as most blocks of a page are hopeless. Then, for each tree, a line `tree`
//! and its nodes, the root first: `feature threshold left right` (left where the value is not above the threshold) or
//! `leaf value`; fields are separated by tabs, nodes are numbered from 0 in their tree.

/// A node in eight bytes. A leaf leads to itself, so that a walk may take more steps than it needs.
#[derive(Clone, Copy, Debug)]
struct Node {
    threshold: f32,
    /// Index into the features.
    feature: u16,
    /// Left child, from the tree's first node; the right one follows it.
    left: u16,
}

/// Trees that are walked side by side: each step waits for memory, so eight at once cost little more than one.
const LANES: usize = 8;

/// Trees walked side by side, all for the steps of the deepest.
#[derive(Clone, Copy, Debug)]
struct Bundle {
    /// First nodes; unused lanes lead to a leaf of value 0.
    roots: [u32; LANES],
    depth: u8,
}

/// Boosted trees over named features.
#[derive(Clone, Debug, Default)]
pub struct Model {
    features: Vec<String>,
    nodes: Vec<Node>,
    /// What each node adds to the score if a walk ends there.
    values: Vec<f32>,
    /// A group ends where a stop is stated, or with the last tree.
    groups: Vec<(Vec<Bundle>, f32)>,
}

/// In a row of the table, that it is a leaf.
const LEAF: u16 = u16::MAX;

/// Why a table could not be read: the line and what is wrong with it.
pub type TableError = (usize, &'static str);

impl Model {
    /// Reads a table; errors name the line.
    pub fn parse(table: &str) -> Result<Model, TableError> {
        let mut model = Model::default();
        // The leaf of unused lanes.
        model.push(Node { threshold: f32::INFINITY, feature: 0, left: 0 }, 0.0);
        let mut stops: Vec<(usize, f32)> = Vec::new();
        let mut trees: Vec<(u32, u8)> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut started = false;
        for (number, line) in table.lines().enumerate() {
            let number = number + 1;
            let wrong = |what| (number, what);
            if let Some(head) = line.strip_prefix("# ") {
                if let Some(names) = head.strip_prefix("features ") {
                    model.features = names.split_whitespace().map(str::to_owned).collect();
                } else if let Some(stop) = head.strip_prefix("stop ") {
                    let (after, margin) = stop.split_once(' ').ok_or(wrong("stop without margin"))?;
                    stops.push((
                        after.parse().map_err(|_| wrong("stop is no number"))?,
                        margin.parse().map_err(|_| wrong("margin is no number"))?,
                    ));
                }
                continue;
            }
            let mut fields = line.split('\t');
            match fields.next().unwrap_or_default() {
                "" => {}
                "tree" => {
                    if started && rows.is_empty() {
                        return Err(wrong("tree without nodes"));
                    }
                    started = true;
                    trees.extend(model.close(&mut rows).map_err(wrong)?);
                }
                "leaf" => {
                    let value =
                        fields.next().and_then(|f| f.parse().ok()).ok_or(wrong("leaf without value"))?;
                    rows.push(Row { value, feature: LEAF, left: 0, right: 0 });
                }
                feature => {
                    let feature: u16 = feature.parse().map_err(|_| wrong("feature is no number"))?;
                    if usize::from(feature) >= model.features.len() {
                        return Err(wrong("feature is not in the list"));
                    }
                    let value =
                        fields.next().and_then(|f| f.parse().ok()).ok_or(wrong("node without threshold"))?;
                    let mut child =
                        || fields.next().and_then(|f| f.parse().ok()).ok_or(wrong("node without children"));
                    rows.push(Row { value, feature, left: child()?, right: child()? });
                }
            }
        }
        let wrong = |what| (table.lines().count(), what);
        if started && rows.is_empty() {
            return Err(wrong("tree without nodes"));
        }
        trees.extend(model.close(&mut rows).map_err(wrong)?);
        let mut from = 0;
        for (after, margin) in stops.into_iter().chain([(trees.len(), f32::NEG_INFINITY)]) {
            let after = after.clamp(from, trees.len());
            model.groups.push((trees[from..after].chunks(LANES).map(bundle).collect(), margin));
            from = after;
        }
        Ok(model)
    }

    fn push(&mut self, node: Node, value: f32) {
        self.nodes.push(node);
        self.values.push(value);
    }

    /// Lays the rows of one tree out with sisters side by side; gives its first node and its depth.
    fn close(&mut self, rows: &mut Vec<Row>) -> Result<Option<(u32, u8)>, &'static str> {
        if rows.is_empty() {
            return Ok(None);
        }
        if rows.len() >= usize::from(LEAF) {
            return Err("tree has too many nodes");
        }
        let first = self.nodes.len() as u32;
        let mut order = vec![(0usize, 0usize)];
        let mut at = 0;
        while at < order.len() {
            let (row, depth) = (&rows[order[at].0], order[at].1);
            if row.feature == LEAF {
                self.push(Node { threshold: f32::INFINITY, feature: 0, left: at as u16 }, row.value);
            } else {
                self.push(Node { threshold: row.value, feature: row.feature, left: order.len() as u16 }, 0.0);
                for child in [row.left, row.right] {
                    // Each node has one parent, so that a tree has no more places than rows and no cycles.
                    if child == 0 || child >= rows.len() || order.len() >= rows.len() {
                        return Err("child is not in the tree");
                    }
                    order.push((child, depth + 1));
                }
            }
            at += 1;
        }
        let depth = order.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
        rows.clear();
        Ok(Some((first, u8::try_from(depth).map_err(|_| "tree is too deep")?)))
    }

    /// Names of the features, in the order that [`Model::score`] expects.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The score in log odds; features that are not given count as 0.
    pub fn score(&self, features: &[f32]) -> f32 {
        let width = self.features.len();
        if features.len() < width {
            let mut padded = features.to_vec();
            padded.resize(width, 0.0);
            return self.score(&padded);
        }
        let mut score = 0.0;
        for (bundles, margin) in &self.groups {
            for bundle in bundles {
                let mut at = [0u32; LANES];
                for _ in 0..bundle.depth {
                    for (at, root) in at.iter_mut().zip(&bundle.roots) {
                        let node = self.nodes[(root + *at) as usize];
                        *at = u32::from(node.left)
                            + u32::from(features[usize::from(node.feature)] > node.threshold);
                    }
                }
                for (at, root) in at.iter().zip(&bundle.roots) {
                    score += self.values[(root + at) as usize];
                }
            }
            if score < *margin {
                break;
            }
        }
        score
    }

    /// The score as a probability.
    pub fn probability(&self, features: &[f32]) -> f32 {
        logistic(self.score(features))
    }
}

/// Trees side by side.
fn bundle(trees: &[(u32, u8)]) -> Bundle {
    let mut roots = [0; LANES];
    for (lane, (root, _)) in roots.iter_mut().zip(trees) {
        *lane = *root;
    }
    Bundle { roots, depth: trees.iter().map(|t| t.1).max().unwrap_or(0) }
}

/// A node as the table has it.
struct Row {
    value: f32,
    feature: u16,
    left: usize,
    right: usize,
}

/// Log odds to probability.
pub fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# what: a test\n# features length links\n# stop 1 -2\ntree\n0\t10\t1\t2\nleaf\t-3\n1\t0.5\t3\t4\nleaf\t2\nleaf\t-1\ntree\nleaf\t0.5\n";

    #[test]
    fn trees_add_up() {
        let model = Model::parse(TABLE).unwrap();
        assert_eq!(model.features(), ["length", "links"]);
        assert_eq!(model.score(&[20.0, 0.5]), 2.5);
        assert_eq!(model.score(&[20.0, 0.6]), -0.5);
        // Below the margin after one tree: the second is not asked.
        assert_eq!(model.score(&[10.0, 0.0]), -3.0);
        assert_eq!(model.score(&[]), -3.0);
        assert!((model.probability(&[20.0, 0.5]) - 0.924).abs() < 0.001);
    }

    #[test]
    fn wrong_tables_name_the_line() {
        assert_eq!(Model::parse("# features a\ntree\ntree\nleaf\t1").unwrap_err(), (3, "tree without nodes"));
        assert_eq!(Model::parse("# features a\ntree").unwrap_err(), (2, "tree without nodes"));
        assert_eq!(
            Model::parse("# features a\ntree\n1\t0\t1\t2").unwrap_err(),
            (3, "feature is not in the list")
        );
        assert_eq!(
            Model::parse("# features a\ntree\n0\t0\t1\t2\nleaf\t1").unwrap_err().1,
            "child is not in the tree"
        );
        assert_eq!(
            Model::parse("# features a\ntree\n0\t0\t1\t1\nleaf\t1").unwrap_err().1,
            "child is not in the tree"
        );
        assert_eq!(Model::parse("# features a\ntree\nleaf").unwrap_err(), (3, "leaf without value"));
        assert_eq!(Model::parse("").unwrap().score(&[1.0]), 0.0);
    }
}
