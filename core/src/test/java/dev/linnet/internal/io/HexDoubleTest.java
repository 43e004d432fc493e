package dev.linnet.internal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexDoubleTest {
    @Property
    void everyFiniteNumberComesBackWithTheSameBits(@ForAll long bits) {
        double x = Double.longBitsToDouble(bits);
        if (Double.isFinite(x)) {
            assertEquals(
                    bits,
                    Double.doubleToRawLongBits(
                            HexDouble.parse(HexDouble.format(x)).orElseThrow()));
        }
    }

    @Test
    void numbersLookAsInC() {
        assertEquals("0x1.999999999999ap-4", HexDouble.format(0.1));
        assertEquals("-0x0.0p0", HexDouble.format(-0.0));
        assertEquals("0x0.0000000000001p-1022", HexDouble.format(Double.MIN_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0x1.999999999999ap-4", "0x1.999999999999aP-4", "0X1.999999999999AP-4", "0xccccccccccccdp-55"})
    void otherSpellingsOfOneNumberAreRead(String text) {
        assertEquals(OptionalDouble.of(0.1), HexDouble.parse(text));
    }

    @Test
    void whatPythonWritesIsRead() {
        assertEquals(OptionalDouble.of(3.0), HexDouble.parse("0x1.8000000000000p+1"));
        assertEquals(OptionalDouble.of(0.0), HexDouble.parse("0x0.0p+0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.1",
                "1",
                "NaN",
                "Infinity",
                "0x",
                "0x1",
                "0x1p",
                "0x1.p0",
                "0x.8p0",
                "0x1p1024",
                "0x1p99999",
                " 0x1p0",
                "0x1p0 ",
                "0x1p0d",
                "+0x1p0",
                "--0x1p0",
                "0x1.00000000000000001p0",
                "0x1p0\n"
            })
    void anythingElseIsRefused(String text) {
        assertTrue(HexDouble.parse(text).isEmpty());
    }

    @Test
    void whatIsNotFiniteIsNotWritten() {
        var refused = assertThrows(IllegalArgumentException.class, () -> HexDouble.format(Double.NaN));
        assertEquals("a number in a model file must be finite: NaN", refused.getMessage());
    }
}
