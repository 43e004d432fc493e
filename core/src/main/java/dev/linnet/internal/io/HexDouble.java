package dev.linnet.internal.io;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Doubles as hexadecimal text, for example {@code 0x1.999999999999ap-4}: exact, and the same on every JDK.
 *
 * <p>The grammar is C99's, which Python's {@code float.hex()} and {@code float.fromhex()} speak, too. Values are finite:
 * nothing that a file keeps as text may be infinite or NaN.
 */
public final class HexDouble {
    /** Long enough for every double, with leading and trailing zeros to spare; bounded, since the text is a stranger's. */
    private static final Pattern GRAMMAR =
            Pattern.compile("-?0x[0-9a-f]{1,16}(\\.[0-9a-f]{1,16})?p[+-]?[0-9]{1,4}", Pattern.CASE_INSENSITIVE);

    private HexDouble() {}

    /**
     * Returns the shortest hexadecimal text of a number.
     *
     * @throws IllegalArgumentException if the number is infinite or NaN
     */
    public static String format(double x) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("a number in a model file must be finite: " + x);
        }
        return Double.toHexString(x);
    }

    /** Returns the number that the text writes, or nothing where it is not the hexadecimal text of a finite number. */
    static OptionalDouble parse(String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double x = Double.parseDouble(text);
        return Double.isFinite(x) ? OptionalDouble.of(x) : OptionalDouble.empty();
    }
}
