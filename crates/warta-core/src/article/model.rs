//! Gradient-boosted trees, read from a text table and asked about many rows at once.
//!
//! A table is made by `training/gbdt.py`. Lines that begin with `# ` state what it is, its data, licence, script and
//! date; `# features` lists the names of the inputs in order; `# stop N M` says that a score below `M` after the first
//! `N` trees is as good as final, as most blocks of a page are hopeless. Then, for each tree, a line `tree`
//! and its nodes, the root first: `feature threshold left right` (left where the value is not above the threshold) or
//! `leaf value`; fields are separated by tabs, nodes are numbered from 0 in their tree.

/// Nodes of a tree and features of a row at most: what a byte counts needs no check of bounds.
const MOST: usize = 256;

/// A node in eight bytes. A leaf leads to itself, so that a walk may take more steps than it needs.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    threshold: f32,
    /// Index into the features.
    feature: u8,
    /// Left child, from the tree's first node; the right one follows it.
    left: u8,
}

/// Rows that walk a tree side by side: each step waits for memory, so eight at once cost little more than one.
const LANES: usize = 8;
/// Rows that go through the trees together: they and one tree fit into the first cache.
const TOGETHER: usize = 4 * LANES;
/// Rows that are made before the trees are asked: all of a usual page's, little memory on a hostile one.
const AT_ONCE: usize = 1024;

/// One tree among the nodes.
#[derive(Clone, Copy, Debug)]
struct Tree {
    first: usize,
    depth: u8,
}

/// Boosted trees over named features.
#[derive(Clone, Debug, Default)]
pub struct Model {
    features: Vec<String>,
    /// All trees' nodes, and [`MOST`] more that no walk comes to.
    nodes: Vec<Node>,
    /// What each node adds to the score if a walk ends there.
    values: Vec<f32>,
    /// A group ends where a stop is stated, or with the last tree.
    groups: Vec<(Vec<Tree>, f32)>,
}

/// Why a table could not be read: the line and what is wrong with it.
pub type TableError = (usize, &'static str);

impl Model {
    /// Reads a table; errors name the line.
    pub fn parse(table: &str) -> Result<Model, TableError> {
        let mut model = Model::default();
        let mut stops: Vec<(usize, f32)> = Vec::new();
        let mut trees: Vec<Tree> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut started = false;
        for (number, line) in table.lines().enumerate() {
            let number = number + 1;
            let wrong = |what| (number, what);
            if let Some(head) = line.strip_prefix("# ") {
                if let Some(names) = head.strip_prefix("features ") {
                    model.features = names.split_whitespace().map(str::to_owned).collect();
                    if model.features.len() > MOST {
                        return Err(wrong("too many features"));
                    }
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
                    rows.push(Row { value, split: None });
                }
                feature => {
                    let feature: usize = feature.parse().map_err(|_| wrong("feature is no number"))?;
                    if feature >= model.features.len() {
                        return Err(wrong("feature is not in the list"));
                    }
                    let value =
                        fields.next().and_then(|f| f.parse().ok()).ok_or(wrong("node without threshold"))?;
                    let mut child =
                        || fields.next().and_then(|f| f.parse().ok()).ok_or(wrong("node without children"));
                    rows.push(Row { value, split: Some((feature as u8, child()?, child()?)) });
                }
            }
        }
        let wrong = |what| (table.lines().count(), what);
        if started && rows.is_empty() {
            return Err(wrong("tree without nodes"));
        }
        trees.extend(model.close(&mut rows).map_err(wrong)?);
        model.nodes.resize(model.nodes.len() + MOST, Node::default());
        model.values.resize(model.nodes.len(), 0.0);
        let mut from = 0;
        for (after, margin) in stops.into_iter().chain([(trees.len(), f32::NEG_INFINITY)]) {
            let after = after.clamp(from, trees.len());
            model.groups.push((trees[from..after].to_vec(), margin));
            from = after;
        }
        Ok(model)
    }

    fn push(&mut self, node: Node, value: f32) {
        self.nodes.push(node);
        self.values.push(value);
    }

    /// Lays the rows of one tree out with sisters side by side.
    fn close(&mut self, rows: &mut Vec<Row>) -> Result<Option<Tree>, &'static str> {
        if rows.is_empty() {
            return Ok(None);
        }
        if rows.len() > MOST {
            return Err("tree has too many nodes");
        }
        let first = self.nodes.len();
        let mut order = vec![(0usize, 0usize)];
        let mut at = 0;
        while at < order.len() {
            let (row, depth) = (&rows[order[at].0], order[at].1);
            match row.split {
                None => {
                    self.push(Node { threshold: f32::INFINITY, feature: 0, left: at as u8 }, row.value);
                }
                Some((feature, left, right)) => {
                    self.push(Node { threshold: row.value, feature, left: order.len() as u8 }, 0.0);
                    for child in [left, right] {
                        // Each node has one parent, so that a tree has no more places than rows and no cycles.
                        if child == 0 || child >= rows.len() || order.len() >= rows.len() {
                            return Err("child is not in the tree");
                        }
                        order.push((child, depth + 1));
                    }
                }
            }
            at += 1;
        }
        let depth = order.iter().map(|(_, depth)| *depth).max().unwrap_or(0) as u8;
        rows.clear();
        Ok(Some(Tree { first, depth }))
    }

    /// Names of the features, in the order that rows have them.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// Sets the probability of each item of `p` that is `asked` about, by the row that `write` appends for it: a number
    /// per feature.
    pub fn judge(
        &self,
        p: &mut [f32],
        asked: impl Fn(usize) -> bool,
        mut write: impl FnMut(usize, &mut Vec<f32>),
    ) {
        let asked: Vec<usize> = (0..p.len()).filter(|&i| asked(i)).collect();
        let mut rows = Vec::with_capacity(asked.len().min(AT_ONCE) * self.features.len());
        for some in asked.chunks(AT_ONCE) {
            rows.clear();
            some.iter().for_each(|&i| write(i, &mut rows));
            for (&i, score) in some.iter().zip(self.scores(&rows)) {
                p[i] = logistic(score);
            }
        }
    }

    /// The scores in log odds of rows that stand one after another.
    fn scores(&self, rows: &[f32]) -> Vec<f32> {
        let width = self.features.len();
        let count = rows.len().checked_div(width).unwrap_or(0);
        let mut scores = vec![0.0; count];
        let mut asked: Vec<u32> = (0..count as u32).collect();
        let mut lanes = [[0.0; MOST]; TOGETHER];
        for (trees, margin) in &self.groups {
            for some in asked.chunks(TOGETHER) {
                for (lane, &i) in lanes.iter_mut().zip(some) {
                    lane[..width].copy_from_slice(&rows[i as usize * width..(i as usize + 1) * width]);
                }
                for tree in trees {
                    let nodes = window(&self.nodes, tree.first);
                    let values = window(&self.values, tree.first);
                    // Lanes that are left over walk with rows of before, for nothing.
                    for (lanes, some) in lanes.as_chunks::<LANES>().0.iter().zip(some.chunks(LANES)) {
                        let mut at = [0u8; LANES];
                        for _ in 0..tree.depth {
                            for (at, row) in at.iter_mut().zip(lanes) {
                                let node = nodes[usize::from(*at)];
                                *at = node.left + u8::from(row[usize::from(node.feature)] > node.threshold);
                            }
                        }
                        for (at, &i) in at.iter().zip(some) {
                            scores[i as usize] += values[usize::from(*at)];
                        }
                    }
                }
            }
            asked.retain(|&i| scores[i as usize] >= *margin);
        }
        scores
    }
}

/// The [`MOST`] items from a tree's first on, its own before others'.
fn window<T>(items: &[T], first: usize) -> &[T; MOST] {
    items[first..].first_chunk().expect("as many stand after the last tree")
}

/// A node as the table has it: feature and children of a split, a leaf's nothing.
struct Row {
    value: f32,
    split: Option<(u8, usize, usize)>,
}

/// Log odds to probability.
fn logistic(score: f32) -> f32 {
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
        assert_eq!(model.scores(&[20.0, 0.5]), [2.5]);
        assert_eq!(model.scores(&[20.0, 0.6]), [-0.5]);
        // Below the margin after one tree: the second is not asked.
        assert_eq!(model.scores(&[10.0, 0.0]), [-3.0]);
        assert!(model.scores(&[]).is_empty());
        let mut p = [0.0, 0.0];
        model.judge(&mut p, |i| i == 1, |_, row| row.extend([20.0, 0.5]));
        assert!(p[0] == 0.0 && (p[1] - 0.924).abs() < 0.001);
    }

    #[test]
    fn many_rows_score_as_each_alone() {
        let model = Model::parse(TABLE).unwrap();
        let row = |i: usize| [(i % 23) as f32, 0.1 * (i % 11) as f32];
        let mut together = vec![0.0; 2 * AT_ONCE + 77];
        model.judge(&mut together, |_| true, |i, rows| rows.extend(row(i)));
        let alone: Vec<f32> = (0..together.len()).map(|i| logistic(model.scores(&row(i))[0])).collect();
        assert_eq!(together, alone);
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
        let names = ["a"; MOST + 1].join(" ");
        assert_eq!(Model::parse(&format!("# features {names}")).unwrap_err(), (1, "too many features"));
        let leaves = "\nleaf\t1".repeat(MOST + 1);
        assert_eq!(
            Model::parse(&format!("# features a\ntree{leaves}")).unwrap_err().1,
            "tree has too many nodes"
        );
        assert!(Model::parse("").unwrap().scores(&[1.0]).is_empty());
    }
}
