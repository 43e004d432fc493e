package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.data.RandomDraws;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ImageDistortionTest {
    private static final ImageDistortion NONE = ImageDistortion.of(28, 28);
    private static final ImageDistortion ALL =
            NONE.withShift(2).withRotation(15).withScale(0.15).withShear(0.2).withElastic(4, 34);

    @Property(tries = 50)
    void withoutAnyAmountAnImageStaysAsItIs(@ForAll long seed) {
        double[] image = noise(seed);
        assertArrayEquals(image, distorted(NONE, image, seed));
        assertArrayEquals(image, distorted(NONE.withElastic(4, 0), image, seed));
    }

    @Property(tries = 50)
    void aShiftMovesInkAndLosesNone(@ForAll long seed) {
        double[] moved = distorted(NONE.withShift(3), square(), seed);
        assertEquals(64, Arrays.stream(moved).sum(), 1e-9);
        double[] centre = DigitImageTest.centre(moved);
        // drawn in this order: to the right, down
        RandomDraws draws = RandomDraws.of(seed, 0, 0);
        assertEquals(13.5 - draws.uniform(-3, 3), centre[1], 1e-9);
        assertEquals(13.5 - draws.uniform(-3, 3), centre[0], 1e-9);
    }

    @Property(tries = 50)
    void rotationScaleAndShearKeepTheMiddle(@ForAll long seed) {
        for (ImageDistortion one : new ImageDistortion[] {
            NONE.withRotation(180),
            NONE.withScale(0.3),
            NONE.withShear(0.5),
            NONE.withRotation(30).withShear(0.2)
        }) {
            assertArrayEquals(
                    new double[] {13.5, 13.5},
                    DigitImageTest.centre(distorted(one, square(), seed)),
                    1e-9,
                    one.toString());
        }
    }

    @Property(tries = 50)
    void rotationAndShearKeepTheAmountOfInkAndScaleChangesIt(@ForAll long seed) {
        double[] smooth = new double[784];
        for (int r = 0; r < 28; r++) {
            for (int c = 0; c < 28; c++) {
                smooth[r * 28 + c] = Math.max(0, 1 - (squared(r - 13.5) + squared(c - 13.5)) / 64);
            }
        }
        double ink = Arrays.stream(smooth).sum();
        assertEquals(
                ink,
                Arrays.stream(distorted(NONE.withRotation(180), smooth, seed)).sum(),
                0.01 * ink);
        assertEquals(
                ink, Arrays.stream(distorted(NONE.withShear(0.4), smooth, seed)).sum(), 0.01 * ink);
        RandomDraws draws = RandomDraws.of(seed, 0, 0);
        double area = (1 + draws.uniform(-0.2, 0.2)) * (1 + draws.uniform(-0.2, 0.2));
        assertEquals(
                ink * area,
                Arrays.stream(distorted(NONE.withScale(0.2), smooth, seed)).sum(),
                0.01 * ink);
    }

    /** Where the image is a ramp, what a pixel gains is how far it moved. */
    @Test
    void theElasticFieldIsAsStrongAndAsSmoothAsTheGaussianMakesIt() {
        double[] ramp = IntStream.range(0, 784).mapToDouble(i -> i % 28).toArray();
        double squares = 0;
        double products = 0;
        int count = 0;
        for (int epoch = 0; epoch < 400; epoch++) {
            double[] moved = ramp.clone();
            NONE.withElastic(4, 10).apply(moved, 0, 784, RandomDraws.of(1, epoch, 0));
            for (int r = 12; r < 16; r++) {
                double here = moved[r * 28 + 12] - 12;
                double there = moved[r * 28 + 16] - 16;
                squares += here * here + there * there;
                products += 2 * here * there;
                count += 2;
            }
        }
        // noise of variance 1/3, times the integral of the squared Gaussian, 1 / (4 pi sigma^2), cut off at the border
        double deviation = 10 * Math.sqrt(1 / 3.0 / (4 * Math.PI * 16));
        assertEquals(deviation, Math.sqrt(squares / count), 0.1 * deviation);
        // its correlation at a distance d is exp(-d^2 / (4 sigma^2))
        assertEquals(StrictMath.exp(-0.25), products / squares, 0.06);
    }

    @Property(tries = 200)
    void threeRunningMeansHaveTheVarianceOfTheGaussian(@ForAll @DoubleRange(min = 1, max = 20) double sigma) {
        double variance = 0;
        for (int radius : DistortionField.radii(sigma)) {
            variance += (squared(2 * radius + 1) - 1) / 12;
        }
        assertEquals(sigma, Math.sqrt(variance), 0.25);
    }

    /** Blank margins are passed over; with ink in all four corners there are none. */
    @Property(tries = 100)
    void blankMarginsAreDistortedAsOthersAre(@ForAll long seed) {
        RandomDraws draws = RandomDraws.of(seed, 1, 1);
        int left = draws.below(29);
        int top = draws.below(29);
        double[] image = new double[784];
        for (int r = top; r < top + draws.below(29 - top); r++) {
            Arrays.fill(image, r * 28 + left, r * 28 + left + draws.below(29 - left), draws.uniform(-1, 1));
        }
        double[] corners = new double[784];
        double[] both = image.clone();
        for (int corner : new int[] {0, 27, 756, 783}) {
            corners[corner] = 1;
            both[corner] = 1;
        }
        double[] cornersMoved = distorted(ALL, corners, seed);
        double[] expected = distorted(ALL, both, seed);
        double[] moved = distorted(ALL, image, seed);
        for (int i = 0; i < 784; i++) {
            if (cornersMoved[i] == 0) {
                assertEquals(expected[i], moved[i]);
            }
        }
    }

    @Test
    void imagesNeedNotBeSquare() {
        double[] image = new double[5 * 40];
        Arrays.fill(image, 1);
        ImageDistortion.of(5, 40).withElastic(6, 20).apply(image, 0, 200, RandomDraws.of(2, 2, 2));
        assertTrue(Arrays.stream(image).allMatch(v -> v >= 0 && v <= 1));
        assertEquals(1, image[2 * 40 + 20]);
    }

    @Test
    void picturesStayWhatTheyWere() throws Exception {
        double[] image = noise(5);
        ByteBuffer bytes = ByteBuffer.allocate(784 * 8);
        Arrays.stream(distorted(ALL, image, 7)).forEach(bytes::putDouble);
        assertEquals(
                "4fa0653f680a056bde386411bdefc5116e950c52ad04f1390e50979b95421643", FakeMnist.sha256(bytes.array()));
    }

    /** 21 pixels are no multiple of four, of the noise that one number makes: the second field begins with the next. */
    @Test
    void smallPicturesStayWhatTheyWere() {
        double[] image = IntStream.rangeClosed(1, 21).asDoubleStream().toArray();
        ImageDistortion.of(7, 3).withShift(0.5).withElastic(1, 2).apply(image, 0, 21, RandomDraws.of(1, 2, 3));
        assertEquals(-1_040_949_065, Arrays.hashCode(image));
    }

    @Test
    void aDataSetIsDistortedRowByRow() {
        double[][] images = {noise(1), noise(2), noise(3)};
        Dataset distorted =
                Dataset.of(images, new int[] {0, 1, 2}, Labels.numbered(3)).augmented(ALL);
        double[] rows = new double[3 * 784];
        distorted.atEpoch(9, 4).read(new int[] {2, 0, 2}, 0, 3, rows, null);
        double[] expected = images[2].clone();
        ALL.apply(expected, 0, 784, RandomDraws.of(9, 4, 2));
        assertArrayEquals(expected, Arrays.copyOf(rows, 784));
        assertArrayEquals(expected, Arrays.copyOfRange(rows, 2 * 784, 3 * 784));
    }

    @Test
    void nothingIsAllocatedOnceWarm() {
        double[] image = noise(1);
        RandomDraws random = RandomDraws.of(1, 2, 3);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Runnable manyTimes = () -> {
            for (int i = 0; i < 1000; i++) {
                ALL.apply(image, 0, 784, random);
            }
        };
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 50 && least > 0; round++) { // the just-in-time compiler takes some rounds
            long before = threads.getCurrentThreadAllocatedBytes();
            manyTimes.run();
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1000);
        }
        assertEquals(0, least, "bytes per image");
    }

    @Test
    void amountsAreChecked() {
        assertRefused("images of 0 x 28 pixels, expected at least 1 x 1", () -> ImageDistortion.of(0, 28));
        assertRefused("shift must be finite and not negative: -1.0", () -> NONE.withShift(-1));
        assertRefused("rotation must be finite and not negative: NaN", () -> NONE.withRotation(Double.NaN));
        assertRefused("scale must be below 1: 1.0", () -> NONE.withScale(1));
        assertRefused("scale must be finite and not negative: -0.1", () -> NONE.withScale(-0.1));
        assertRefused("shear must be finite and not negative: Infinity", () -> NONE.withShear(1 / 0.0));
        assertRefused("sigma must be at least 1: 0.5", () -> NONE.withElastic(0.5, 1));
        assertRefused("alpha must be finite and not negative: -3.0", () -> NONE.withElastic(4, -3));
        assertRefused(
                "a row has 783 features, expected 28 x 28 pixels",
                () -> NONE.apply(new double[784], 1, 784, RandomDraws.of(1, 1, 1)));
        assertEquals(
                "ImageDistortion(shift=2.0, rotation=15.0, scale=0.15, shear=0.2, sigma=4.0, alpha=34.0)",
                ALL.toString());
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static double[] distorted(ImageDistortion distortion, double[] image, long seed) {
        double[] result = image.clone();
        distortion.apply(result, 0, result.length, RandomDraws.of(seed, 0, 0));
        return result;
    }

    private static double[] noise(long seed) {
        RandomDraws random = RandomDraws.of(seed, -1, -1);
        return IntStream.range(0, 784).mapToDouble(i -> random.uniform()).toArray();
    }

    /** Ink on the 8 x 8 pixels in the middle. */
    private static double[] square() {
        double[] image = new double[784];
        for (int r = 10; r < 18; r++) {
            Arrays.fill(image, r * 28 + 10, r * 28 + 18, 1);
        }
        return image;
    }

    private static double squared(double v) {
        return v * v;
    }
}
