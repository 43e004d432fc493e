package dev.linnet.mnist;

import java.util.Arrays;

/**
 * A digit as a picture like those of MNIST: 28 x 28 pixels, ink on an empty ground, prepared as they were.
 *
 * <p>Whatever is drawn is scaled, without distorting it, until its longer side fills a box of 20 x 20 pixels; pixels that
 * the ink covers in part are grey; and the box is put so that the ink's centre of mass falls into the middle pixel of the
 * picture, by a whole number of pixels (LeCun, Cortes, Burges, The MNIST database; LeCun, Bottou, Bengio, Haffner,
 * Gradient-based learning applied to document recognition, 1998). In MNIST's own pictures that centre lies between 13.5
 * and 14.5 along both axes, counted from the centre of the first pixel.
 *
 * <p>Immutable.
 */
public final class DigitImage {
    /** Height and width of a picture. */
    public static final int SIZE = 28;

    /** Number of pixels of a picture. */
    public static final int PIXELS = SIZE * SIZE;

    /** Height and width of the box that a digit is scaled into. */
    public static final int BOX = 20;

    /** The thinnest line drawn, in pixels: a thinner one would be only a shade of grey. */
    public static final double THINNEST_INK = 1.0;

    /** The thickest line drawn, in pixels: with a thicker one loops close and digits turn into blots. */
    public static final double THICKEST_INK = 5.0;

    /** A usual width of lines, in pixels: the median of MNIST's is 2.5, and half of them lie between 2.1 and 3. */
    public static final double USUAL_INK = 2.3;

    private static final int CENTRE = SIZE / 2;

    private final byte[] pixels;

    private DigitImage(byte[] pixels) {
        this.pixels = pixels;
    }

    /**
     * The picture of pen strokes.
     *
     * @param strokes what the pen wrote, at any scale; smooth curves lead from point to point, with round ends
     * @param inkWidth the width of the lines in pixels of the picture; brought into
     *     {@link #THINNEST_INK}..{@link #THICKEST_INK}
     * @return the picture
     */
    public static DigitImage of(PenStrokes strokes, double inkWidth) {
        double width = Math.min(Math.max(inkWidth, THINNEST_INK), THICKEST_INK);
        double extent = strokes.extent();
        return centred(new PenRaster(width).draw(extent > 0 ? strokes.smooth(extent / BOX) : strokes));
    }

    /**
     * How wide the lines of a drawing become once it is scaled into the box.
     *
     * @param strokes what the pen wrote
     * @param penWidth the width of the pen in the units of the strokes, above 0
     * @return pixels of the picture
     */
    public static double inkWidth(PenStrokes strokes, double penWidth) {
        return BOX * penWidth / (strokes.extent() + penWidth);
    }

    /**
     * The picture of a digit in a grey image of any size, such as a scan.
     *
     * <p>Where it has to be shrunk, ink is averaged over area; where it has to be enlarged, interpolated.
     *
     * @param ink {@code [rows * columns]} row by row from the top left, 0 for ground to 1 for ink; not modified
     * @param rows the height of the image
     * @param columns the width of the image
     * @return the picture; empty if the image is
     * @throws IllegalArgumentException if sizes don't match, or a value is not in 0..1
     */
    public static DigitImage of(double[] ink, int rows, int columns) {
        if (rows < 1 || columns < 1 || ink.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "ink has %d values, expected %d rows x %d columns".formatted(ink.length, rows, columns));
        }
        for (int i = 0; i < ink.length; i++) {
            if (!(ink[i] >= 0 && ink[i] <= 1)) {
                throw new IllegalArgumentException("ink[%d] = %s, expected 0..1".formatted(i, ink[i]));
            }
        }
        return centred(Rescaling.intoBox(ink, rows, columns));
    }

    /**
     * Puts a box so that the ink's centre of mass falls into the middle pixel, but not so far that ink is cut off. What
     * counts is the ink that the picture will hold, after rounding to its 255 steps.
     */
    private static DigitImage centred(double[] box) {
        long mass = 0;
        long rowMoment = 0;
        long columnMoment = 0;
        int lastRow = 0;
        int lastColumn = 0;
        int[] ink = new int[BOX * BOX];
        for (int r = 0; r < BOX; r++) {
            for (int c = 0; c < BOX; c++) {
                int i = r * BOX + c;
                ink[i] = (int) Math.round(255 * box[i]);
                mass += ink[i];
                rowMoment += (long) r * ink[i];
                columnMoment += (long) c * ink[i];
                if (ink[i] > 0) {
                    lastRow = r;
                    lastColumn = Math.max(lastColumn, c);
                }
            }
        }
        byte[] pixels = new byte[PIXELS];
        if (mass > 0) {
            int down = offset((double) rowMoment / mass, lastRow);
            int right = offset((double) columnMoment / mass, lastColumn);
            for (int r = 0; r <= lastRow; r++) {
                for (int c = 0; c <= lastColumn; c++) {
                    pixels[(r + down) * SIZE + c + right] = (byte) ink[r * BOX + c];
                }
            }
        }
        return new DigitImage(pixels);
    }

    /** {@return where the first pixel goes; where two places would do, the smaller one} */
    private static int offset(double centreOfMass, int lastPixel) {
        int offset = (int) Math.ceil(CENTRE - 0.5 - centreOfMass);
        return Math.min(Math.max(offset, 0), SIZE - 1 - lastPixel);
    }

    /** {@return the ink of each pixel, row by row from the top left, unsigned, 0 for none to 255 for full; a copy} */
    public byte[] bytes() {
        return pixels.clone();
    }

    /** {@return what a network trained on {@link Mnist} expects: the ink of each pixel, 0 to 1, row by row} */
    public double[] features() {
        double[] features = new double[PIXELS];
        copyTo(features, 0);
        return features;
    }

    /**
     * Copies {@link #features()}.
     *
     * @param out modified at {@code [from, from + PIXELS)}
     * @param from where the first goes
     */
    public void copyTo(double[] out, int from) {
        for (int i = 0; i < PIXELS; i++) {
            out[from + i] = (pixels[i] & 0xff) / 255.0;
        }
    }

    /** {@return whether the other object is the same picture} */
    @Override
    public boolean equals(Object other) {
        return other instanceof DigitImage that && Arrays.equals(pixels, that.pixels);
    }

    /** {@return a hash of all pixels} */
    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }

    /** {@return the picture in 28 lines of characters, the darker the more ink} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PIXELS; i++) {
            text.append(" .:-=+*#%@".charAt((pixels[i] & 0xff) * 10 / 256));
            if (i % SIZE == SIZE - 1) {
                text.append('\n');
            }
        }
        return text.toString();
    }
}
