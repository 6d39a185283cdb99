package dev.stead.payment.domain;

import java.util.regex.Pattern;

/** The one shape of every id that a caller may choose: 1 to 64 of {@code [A-Za-z0-9._-]}. */
public final class Identifier {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Identifier() {}

    public static String require(String value, PaymentError otherwise, String what) {
        if (!SHAPE.matcher(value).matches()) {
            throw new PaymentException(otherwise, what + " must be 1 to 64 of letters, digits, '.', '_' and '-'");
        }
        return value;
    }
}
