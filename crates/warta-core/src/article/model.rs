//! Gradient-boosted trees, read from a text table and evaluated without allocation.
//!
//! A table is made by `training/gbdt.py`. Lines that begin with `# ` state what it is, its data, licence, script and
//! date; `# features` lists the names of the inputs in order; `# stop N M` says that a score below `M` after the first
//! `N` trees is as good as final, as most blocks of a page are hopeless. Then, for each tree, a line `tree`
//! and its nodes, the root first: `feature threshold left right` (left where the value is not above the threshold) or
//! `leaf value`; fields are separated by tabs, nodes are numbered from 0 in their tree.

/// A node in eight bytes.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Threshold, or the leaf's value.
    value: f32,
    /// Index into the features; [`LEAF`] in a leaf.
    feature: u16,
    /// Left child, from the tree's first node; the right one follows it.
    left: u16,
}

const LEAF: u16 = u16::MAX;

/// Boosted trees over named features.
#[derive(Clone, Debug, Default)]
pub struct Model {
    features: Vec<String>,
    nodes: Vec<Node>,
    /// First node of each group's trees; a group ends where a stop is stated, or with the last tree.
    groups: Vec<(Vec<u32>, f32)>,
}

/// Why a table could not be read: the line and what is wrong with it.
pub type TableError = (usize, &'static str);

impl Model {
    /// Reads a table; errors name the line.
    pub fn parse(table: &str) -> Result<Model, TableError> {
        let mut model = Model::default();
        let mut stops: Vec<(usize, f32)> = Vec::new();
        let mut trees: Vec<u32> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
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
                    model.close(&mut rows).map_err(wrong)?;
                    if trees.last() == Some(&(model.nodes.len() as u32)) {
                        return Err(wrong("tree without nodes"));
                    }
                    trees.push(model.nodes.len() as u32);
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
        model.close(&mut rows).map_err(|what| (table.lines().count(), what))?;
        if trees.last() == Some(&(model.nodes.len() as u32)) {
            return Err((table.lines().count(), "tree without nodes"));
        }
        let mut from = 0;
        for (after, margin) in stops {
            let after = after.clamp(from, trees.len());
            model.groups.push((trees[from..after].to_vec(), margin));
            from = after;
        }
        model.groups.push((trees[from..].to_vec(), f32::NEG_INFINITY));
        Ok(model)
    }

    /// Lays the rows of one tree out with sisters side by side.
    fn close(&mut self, rows: &mut Vec<Row>) -> Result<(), &'static str> {
        if rows.is_empty() {
            return Ok(());
        }
        if rows.len() >= usize::from(LEAF) {
            return Err("tree has too many nodes");
        }
        let first = self.nodes.len();
        let mut order = vec![0usize];
        let mut at = 0;
        while at < order.len() {
            let row = &rows[order[at]];
            let left = order.len();
            if row.feature == LEAF {
                self.nodes.push(Node { value: row.value, feature: LEAF, left: 0 });
            } else {
                for child in [row.left, row.right] {
                    // Each node has one parent, so that a tree has no more places than rows and no cycles.
                    if child == 0 || child >= rows.len() || order.len() >= rows.len() {
                        return Err("child is not in the tree");
                    }
                    order.push(child);
                }
                self.nodes.push(Node { value: row.value, feature: row.feature, left: left as u16 });
            }
            at += 1;
        }
        debug_assert_eq!(self.nodes.len() - first, order.len());
        rows.clear();
        Ok(())
    }

    /// Names of the features, in the order that [`Model::score`] expects.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The score in log odds; features that are not given count as 0.
    pub fn score(&self, features: &[f32]) -> f32 {
        let mut score = 0.0;
        for (trees, margin) in &self.groups {
            for &root in trees {
                let tree = &self.nodes[root as usize..];
                let mut node = tree[0];
                while node.feature != LEAF {
                    let value = features.get(usize::from(node.feature)).copied().unwrap_or(0.0);
                    node = tree[usize::from(node.left) + usize::from(value > node.value)];
                }
                score += node.value;
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
