package gregor.judge;

import module java.base;

/// Bytes with a marked range.
///
/// @param from  the first marked byte
/// @param to    the end of the range, exclusive; equal to `from` if no byte is marked
/// @param label what the range holds; empty if no byte is marked
record HexDump(byte[] bytes, int from, int to, String label) {
    private static final int ROW = 16;
    private static final int MAX_ROWS = 6;
    private static final String MARGIN = " ".repeat(6);
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    static HexDump of(byte[] bytes) {
        return new HexDump(bytes, 0, 0, "");
    }

    String hex() {
        return HEX.formatHex(bytes);
    }

    /// Rows of 16 bytes with their offsets; a row that holds marked bytes is followed by one that underlines them. Of
    /// more than 96 bytes, only the rows around the range.
    List<String> lines() {
        int rows = (bytes.length + ROW - 1) / ROW;
        int first = rows <= MAX_ROWS ? 0 : Math.clamp(from / ROW - 1, 0, rows - 1);
        int last = Math.min(rows, Math.max(first + MAX_ROWS, Math.min((to + ROW - 1) / ROW + 1, first + 2 * MAX_ROWS)));
        var lines = new ArrayList<String>();
        if (first > 0) {
            lines.add("   …");
        }
        for (int row = first; row < last; row++) {
            addRow(row * ROW, lines);
        }
        if (last < rows) {
            lines.add("   …");
        }
        if (from == to && from == bytes.length && !label.isEmpty()) {
            lines.add(MARGIN + "   ".repeat(from % ROW) + "^ " + label + " should be here");
        }
        return lines;
    }

    private void addRow(int begin, List<String> lines) {
        lines.add("%4d  %s".formatted(begin, HEX.formatHex(bytes, begin, Math.min(bytes.length, begin + ROW))));
        int left = Math.max(from, begin);
        int right = Math.min(to, begin + ROW);
        if (left < right) {
            lines.add(MARGIN + "   ".repeat(left - begin) + "^".repeat(3 * (right - left) - 1)
                    + (right == to ? " " + label : ""));
        }
    }
}
