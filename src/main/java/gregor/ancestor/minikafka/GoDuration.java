package gregor.ancestor.minikafka;

import module java.base;

/// Parses durations in the syntax of Go (`time.ParseDuration`), which MiniKafka uses: `3s`, `1h30m`, `1.5h`, `300ms`.
public final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "μs", 1_000L, "ms",
            1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// Parses a duration.
    ///
    /// @throws IllegalArgumentException if the syntax is wrong, or it is shorter than 1 ns or longer than 292 years
    public static Duration parse(String text) {
        Matcher parts = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length() && parts.find(at) && parts.start() == at) {
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(NANOS.get(parts.group(2)))));
            at = parts.end();
        }
        if (at < text.length() || nanos.compareTo(BigDecimal.ONE) < 0
                || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration; write it as 3s, 300ms, 1h30m or 1.5h");
        }
        return Duration.ofNanos(nanos.longValue());
    }
}
