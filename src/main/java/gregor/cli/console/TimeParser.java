package gregor.cli.console;

import module java.base;

/// Parses times as files have them: ISO 8601 (date, date and time, with or without offset, `T` or a space between),
/// seconds, milliseconds, microseconds or nanoseconds since 1970 (told apart by the number of digits), or a pattern.
public final class TimeParser {
    private static final Pattern EPOCH = Pattern.compile("\\d{9,19}(\\.\\d+)?");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffset("+HH:MM", "Z").optionalEnd()
            .optionalStart().appendOffset("+HHMM", "Z").optionalEnd().optionalStart().appendOffset("+HH", "Z")
            .optionalEnd().toFormatter(Locale.ROOT);

    private static final Instant EXAMPLE = Instant.parse("2026-03-02T08:15:00Z");

    private final Optional<String> pattern;
    private final DateTimeFormatter format;
    private final ZoneId zone;

    /// @param pattern of [DateTimeFormatter], such as `d.M.yyyy HH:mm`; null for the forms above
    /// @param zone    of times without an offset
    /// @throws IllegalArgumentException if the pattern has a wrong letter
    public TimeParser(String pattern, ZoneId zone) {
        this.pattern = Optional.ofNullable(pattern);
        format = pattern == null ? ISO : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        this.zone = zone;
    }

    /// Parses a time.
    ///
    /// @throws DateTimeException if it is in none of the forms
    public Instant parse(String text) {
        if (pattern.isEmpty() && EPOCH.matcher(text).matches()) {
            int digits = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
            return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3 - (digits - 9) / 3 * 3).longValue());
        }
        TemporalAccessor parsed = format.parseBest(pattern.isPresent() ? text : iso(text), OffsetDateTime::from,
                LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case TemporalAccessor day -> LocalDate.from(day).atStartOfDay(zone).toInstant();
        };
    }

    /// Completes the message `"x" is not a time`: an example of a right one, and what to do.
    public String advice() {
        return pattern
                .map(letters -> " such as " + format.withZone(zone).format(EXAMPLE)
                        + "; correct it, or --time-format \"" + letters + '"')
                .orElse(" such as 2026-03-02T08:15:00Z, 2026-03-02 08:15, 2026-03-02 or 1772439300 (seconds or ms since "
                        + "1970); correct it, or give its pattern, such as --time-format \"d.M.yyyy HH:mm\"");
    }

    private static String iso(String text) {
        String time = text.strip().replaceFirst("(?<=\\d) +(?=\\d)", "T").replaceFirst(" *(?:UTC|GMT)$", "Z")
                .replace(',', '.').replaceFirst(" +(?=[+-]\\d)", "");
        return time.replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)(?=T|$)", "$1-$2-$3")
                .replaceFirst("T(\\d\\d)(\\d\\d)(?!:)", "T$1:$2").replaceFirst("T(\\d\\d:\\d\\d)(\\d\\d)", "T$1:$2");
    }
}
