package gregor.judge;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Bytes, some of which are to be looked at.
///
/// @param from  the first of those
/// @param to    behind the last of them; as much as `from` if there are none
/// @param label what they are
record Excerpt(byte[] bytes, int from, int to, String label) {
    private static final int ROW = 16;
    private static final int MAX_ROWS = 6;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    /// Bytes that are to be looked at as a whole.
    static Excerpt of(byte[] bytes) {
        return new Excerpt(bytes, 0, 0, "");
    }

    /// All bytes, as one text.
    String hex() {
        return HEX.formatHex(bytes);
    }

    /// Lines for a person: sixteen bytes in each, and a second line below those that have some to look at. Of many
    /// bytes, only the lines around those.
    List<String> lines() {
        var lines = new ArrayList<String>();
        int rows = (bytes.length + ROW - 1) / ROW;
        int first = rows <= MAX_ROWS ? 0 : Math.clamp(from / ROW - 1, 0, rows - 1);
        int last = Math.min(rows,
                Math.max(first + MAX_ROWS, Math.min((to + ROW - 1) / ROW + 1, first + 2 * MAX_ROWS)));
        if (first > 0) {
            lines.add("   …");
        }
        for (int row = first; row < last; row++) {
            int begin = row * ROW;
            int end = Math.min(bytes.length, begin + ROW);
            lines.add("%4d  %s".formatted(begin, HEX.formatHex(bytes, begin, end)));
            int left = Math.max(from, begin);
            int right = Math.min(to, begin + ROW);
            if (left < right) {
                lines.add("      " + "   ".repeat(left - begin) + "^".repeat(3 * (right - left) - 1)
                        + (right == to ? " " + label : ""));
            }
        }
        if (last < rows) {
            lines.add("   …");
        }
        if (from == to && from == bytes.length && !label.isEmpty()) {
            lines.add("      " + "   ".repeat(from % ROW) + "^ " + label + " should be here");
        }
        return lines;
    }
}
