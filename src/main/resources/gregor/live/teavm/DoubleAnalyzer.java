package org.teavm.classlib.impl.text;

import org.teavm.jso.JSBody;

/// Finds the shortest decimal digits of a number, as the browser does. TeaVM's own way brings large tables.
public final class DoubleAnalyzer {
    private static final int DIGITS = 18;

    /// A number as `mantissa`, with a point after the first of its 18 digits, times ten to the power of `exponent`.
    public static class Result {
        public long mantissa;
        public int exponent;
        public boolean sign;
    }

    private DoubleAnalyzer() {}

    public static void analyze(double value, Result result) {
        result.sign = Double.doubleToLongBits(value) < 0;
        String text = text(value);
        int end = text.indexOf('e');
        var digits = new StringBuilder(text.substring(0, end).replace(".", ""));
        while (digits.length() < DIGITS) {
            digits.append('0');
        }
        result.mantissa = Long.parseLong(digits.toString());
        result.exponent = Integer.parseInt(text.substring(end + 1));
    }

    @JSBody(params = "value", script = "return Math.abs(value).toExponential();")
    private static native String text(double value);
}
