package dev.linnet.internal.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Whether a byte stands for a quotient that can be computed or for a number that must be looked up, it is the table's, bit for bit. */
@Tag("kernel")
class ByteTableTest {
    /** Meanings, and whether they can be computed. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("pixels", new Meaning(v -> v / 255.0, true)),
            Map.entry("256ths", new Meaning(v -> v / 256.0, true)),
            Map.entry("thirds", new Meaning(v -> v / 3.0, true)),
            Map.entry("an odd divisor", new Meaning(v -> v / 113.7, true)),
            Map.entry("numbers", new Meaning(v -> v, true)),
            Map.entry("multiples of a large one", new Meaning(v -> v * 0x1p1000, true)),
            Map.entry("negative ones", new Meaning(v -> -(v / 255.0), true)),
            Map.entry("negative ones and a positive zero", new Meaning(v -> -v / 255.0, false)),
            Map.entry("rounded twice", new Meaning(v -> (float) (v / 255.0), false)),
            Map.entry("from -1 to 1", new Meaning(v -> v / 127.5 - 1.0, false)),
            Map.entry("multiples of a small one", new Meaning(v -> v * 0x1p-1000, true)),
            Map.entry("of one whose reciprocal is infinite", new Meaning(v -> v * Double.MIN_VALUE, false)),
            Map.entry("zeros", new Meaning(v -> 0.0, false)),
            Map.entry("quotients but for one", new Meaning(v -> v == 200 ? 0.5 : v / 255.0, false)),
            Map.entry("no order", new Meaning(v -> new Random(v).nextDouble() - 0.5, false)));

    private record Meaning(IntToDoubleFunction function, boolean isQuotient) {
        double[] values() {
            return IntStream.range(0, 256).mapToDouble(function).toArray();
        }
    }

    @Provide
    Arbitrary<String> meanings() {
        return Arbitraries.of(MEANINGS.keySet());
    }

    @Property(tries = 3000)
    void translatesToTheTablesBits(
            @ForAll("meanings") String name,
            @ForAll @IntRange(max = 9) int from,
            @ForAll @IntRange(max = 9) int to,
            @ForAll @IntRange(max = 70) int count,
            @ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[from + count + random.nextInt(2)]; // at times the last is the array's last
        random.nextBytes(bytes);
        double[] values = MEANINGS.get(name).values();
        double[] expected = random.doubles(to + count + 3).toArray();
        double[] actual = expected.clone();
        for (int i = 0; i < count; i++) {
            expected[to + i] = values[bytes[from + i] & 0xff];
        }
        new ByteTable(values).translate(bytes, from, actual, to, count);
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits).toArray(),
                name);
    }

    @Example
    void eachByteIsTranslated() {
        byte[] all = new byte[256 + 8]; // the last few may be looked up in any case
        for (int v = 0; v < all.length; v++) {
            all[v] = (byte) v;
        }
        double[] out = new double[all.length];
        MEANINGS.forEach((name, meaning) -> {
            new ByteTable(meaning.values()).translate(all, 0, out, 0, all.length);
            assertArrayEquals(meaning.values(), Arrays.copyOf(out, 256), name);
        });
    }

    @Example
    void quotientsAreRecognized() {
        MEANINGS.forEach((name, meaning) ->
                assertEquals(meaning.isQuotient(), new ByteTable(meaning.values()).holdsQuotients(), name));
    }

    /** 255 divided by what 255 stands for is not always the divisor: 121 is missed by a bit. */
    @Property
    void quotientsOfAnyDivisorAreRecognized(@ForAll @IntRange(min = 1, max = 1000) int divisor) {
        Meaning quotients = new Meaning(v -> v / (double) divisor, true);
        assertTrue(new ByteTable(quotients.values()).holdsQuotients());
    }

    @Example
    void translatingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteTable table = new ByteTable(MEANINGS.get("pixels").values());
        byte[] bytes = new byte[1003];
        double[] out = new double[1003];
        long allocated = Long.MAX_VALUE;
        for (int round = 0; allocated > 0 && round < 20_000; round++) { // until it is compiled
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int run = 0; run < 50; run++) {
                table.translate(bytes, 0, out, 0, out.length);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }
}
