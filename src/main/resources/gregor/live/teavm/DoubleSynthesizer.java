package org.teavm.classlib.impl.text;

import org.teavm.jso.JSBody;

/// Makes a number of decimal digits, as the browser does. TeaVM's own way brings large tables.
public final class DoubleSynthesizer {
    /// The digits after the point of the mantissa.
    private static final int DIGITS = 18;

    private DoubleSynthesizer() {}

    public static double synthesizeDouble(long mantissa, int exponent, boolean negative) {
        double value = number(Long.toUnsignedString(mantissa) + "e" + (exponent - DIGITS));
        return negative ? -value : value;
    }

    @JSBody(params = "text", script = "return Number(text);")
    private static native double number(String text);
}
