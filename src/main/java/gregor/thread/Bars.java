package gregor.thread;

import java.util.Map;
import java.util.StringJoiner;

/// Numbers as bars in the terminal, the largest one as wide as there is room.
final class Bars {
    private static final int WIDE = 40;

    private Bars() {}

    /// Returns a line for each number: its name, its bar, and the number.
    static String of(Map<String, Double> numbers) {
        int left = numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
        double most = numbers.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        var lines = new StringJoiner("\n");
        numbers.forEach((name, number) -> {
            int wide = (int) Math.max(1, Math.round(WIDE * number / most));
            lines.add(name + " ".repeat(left - name.length() + 2) + "█".repeat(wide) + " %.1f".formatted(number));
        });
        return lines.toString();
    }
}
