package gregor.exercise;

import module java.base;

/// Compares texts line by line, and merges two changes of one text.
final class LineMerge {
    private static final int CONTEXT = 2;

    private LineMerge() {}

    /// The result of a merge.
    ///
    /// @param conflicts the number of places that both sides have changed differently; the text shows both between
    ///                  marks
    record Merged(String text, int conflicts) {}

    /// Returns for each line of a text the index of the equal line in another text, or -1 (longest common subsequence).
    static int[] matches(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int[] matches = new int[from.size()];
        for (int i = 0, j = 0; i < from.size(); i++) {
            while (j < to.size() && !from.get(i).equals(to.get(j)) && common[i][j] == common[i][j + 1]) {
                j++;
            }
            matches[i] = j < to.size() && from.get(i).equals(to.get(j)) ? j++ : -1;
        }
        return matches;
    }

    /// Returns the lines that differ, with a `-` or a `+`, and some lines of context; empty if none differ.
    static String difference(String before, String after) {
        List<String> from = before.lines().toList();
        List<String> to = after.lines().toList();
        int[] matches = matches(from, to);
        var all = new ArrayList<String>();
        int next = 0;
        for (int i = 0; i < from.size(); i++) {
            if (matches[i] < 0) {
                all.add("-" + from.get(i));
            } else {
                to.subList(next, matches[i]).forEach(line -> all.add("+" + line));
                all.add(" " + from.get(i));
                next = matches[i] + 1;
            }
        }
        to.subList(next, to.size()).forEach(line -> all.add("+" + line));
        return around(all);
    }

    private static String around(List<String> all) {
        var shown = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < all.size(); i++) {
            boolean near = all.subList(Math.max(0, i - CONTEXT), Math.min(all.size(), i + CONTEXT + 1)).stream()
                    .anyMatch(line -> !line.startsWith(" "));
            if (near) {
                shown.append(gap && !shown.isEmpty() ? "  …\n" : "").append(all.get(i)).append('\n');
            }
            gap = !near;
        }
        return shown.toString();
    }

    /// Merges the changes of a learner and of a lesson to one text.
    static Merged merge(String base, String mine, String theirs) {
        List<String> old = base.lines().toList();
        List<String> left = mine.lines().toList();
        List<String> right = theirs.lines().toList();
        int[] toLeft = matches(old, left);
        int[] toRight = matches(old, right);
        var merged = new ArrayList<String>();
        int conflicts = 0;
        int o = 0;
        int l = 0;
        int r = 0;
        for (int i = 0; i <= old.size(); i++) {
            boolean end = i == old.size();
            if (end || toLeft[i] >= 0 && toRight[i] >= 0) {
                List<String> was = old.subList(o, i);
                List<String> my = left.subList(l, end ? left.size() : toLeft[i]);
                List<String> their = right.subList(r, end ? right.size() : toRight[i]);
                if (my.equals(was) || my.equals(their)) {
                    merged.addAll(their);
                } else if (their.equals(was)) {
                    merged.addAll(my);
                } else {
                    conflicts++;
                    merged.add("<<<<<<< yours");
                    merged.addAll(my);
                    merged.add("=======");
                    merged.addAll(their);
                    merged.add(">>>>>>> the lesson's");
                }
                if (!end) {
                    merged.add(old.get(i));
                    o = i + 1;
                    l = toLeft[i] + 1;
                    r = toRight[i] + 1;
                }
            }
        }
        return new Merged(String.join("\n", merged) + "\n", conflicts);
    }
}
