package gregor.live;

import module java.base;

/// Formats texts as `String.format` does, as far as the lessons need it: flags `-` and `0`, a width, a precision, and
/// the conversions b, c, d, f, n, s and x. TeaVM's own way brings all languages and currencies.
public final class Texts {
    private Texts() {}

    /// Formats a text.
    public static String format(String format, Object... values) {
        var text = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.length(); at++) {
            if (format.charAt(at) != '%') {
                text.append(format.charAt(at));
                continue;
            }
            int end = at + 1;
            while ("-0123456789.".indexOf(format.charAt(end)) >= 0) {
                end++;
            }
            char conversion = format.charAt(end);
            String value = conversion == 'n' ? "\n" : conversion == '%' ? "%" : null;
            String options = format.substring(at + 1, end);
            text.append(value == null ? padded(options, converted(conversion, options, values[next++])) : value);
            at = end;
        }
        return text.toString();
    }

    private static String converted(char conversion, String options, Object value) {
        int point = options.indexOf('.');
        return switch (conversion) {
            case 'b', 'c', 'd', 's' -> String.valueOf(value);
            case 'f' -> decimal(((Number) value).doubleValue(),
                    point < 0 ? 6 : Integer.parseInt(options.substring(point + 1)));
            case 'x' -> value instanceof Long number
                    ? Long.toHexString(number)
                    : Integer.toHexString(((Number) value).intValue());
            default -> throw new IllegalArgumentException("a page cannot format %" + conversion);
        };
    }

    /// Rounds the decimal digits of a number half up, as the JDK does.
    private static String decimal(double value, int digits) {
        String text = String.valueOf(Math.abs(value));
        int point = text.indexOf('.');
        String sign = value < 0 ? "-" : "";
        if (point < 0 || text.indexOf('E') >= 0) {
            return text.indexOf('E') >= 0 && Math.abs(value) < 1 ? sign + decimal(0, digits) : sign + text;
        }
        String all = text.substring(0, point)
                + (text.substring(point + 1) + "0".repeat(digits + 1)).substring(0, digits + 1);
        String rounded = String.valueOf((Long.parseLong(all) + 5) / 10);
        rounded = "0".repeat(Math.max(0, digits + 1 - rounded.length())) + rounded;
        int whole = rounded.length() - digits;
        return sign + rounded.substring(0, whole) + (digits == 0 ? "" : "." + rounded.substring(whole));
    }

    private static String padded(String options, String text) {
        String width = options.replaceFirst("\\..*", "").replace("-", "");
        int missing = width.isEmpty() ? 0 : Integer.parseInt(width) - text.length();
        if (missing <= 0) {
            return text;
        }
        return options.startsWith("-")
                ? text + " ".repeat(missing)
                : (options.startsWith("0") ? "0" : " ").repeat(missing) + text;
    }

    /// Formats a text, whatever the language.
    public static String format(Locale locale, String format, Object... values) {
        return format(format, values);
    }

    /// Formats a text.
    public static String formatted(String format, Object... values) {
        return format(format, values);
    }

    /// Formats a text, and prints it.
    public static PrintStream printf(PrintStream out, String format, Object... values) {
        out.print(format(format, values));
        return out;
    }

    /// Formats a text, and prints it, whatever the language.
    public static PrintStream printf(PrintStream out, Locale locale, String format, Object... values) {
        return printf(out, format, values);
    }

    /// Formats a text, and prints it.
    public static PrintStream format(PrintStream out, String format, Object... values) {
        return printf(out, format, values);
    }

    /// Formats a text, and prints it, whatever the language.
    public static PrintStream format(PrintStream out, Locale locale, String format, Object... values) {
        return printf(out, format, values);
    }
}
