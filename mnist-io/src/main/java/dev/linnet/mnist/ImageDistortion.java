package dev.linnet.mnist;

import dev.linnet.data.Augmentation;
import dev.linnet.data.RandomDraws;

/**
 * Distorts images at random, a little differently in every epoch: the best known cure for too few of them.
 *
 * <pre>{@code
 * Dataset train = mnist.train().augmented(ImageDistortion.of(28, 28)
 *     .withShift(1.5).withRotation(12).withScale(0.12).withShear(0.15)
 *     .withElastic(4, 34));
 * }</pre>
 *
 * <p>Shift, rotation, scale and shear make one affine map about the centre of the image, each drawn uniformly from both
 * sides of "none". The elastic distortion moves every pixel along a field of its own: noise between -1 and 1, smoothed by
 * a Gaussian of deviation {@code sigma} pixels and multiplied by {@code alpha} (Simard, Steinkraus, Platt, Best practices
 * for convolutional neural networks applied to visual document analysis, ICDAR 2003, which for digits found
 * {@code sigma = 4, alpha = 34} best). Pixels are interpolated bilinearly, once; what comes from outside is 0.
 *
 * <p>The Gaussian is approximated by three running means. An image is the same on every machine, since only basic
 * arithmetic and {@link StrictMath} make it.
 *
 * <p>Immutable; each {@code withX} gives a copy. Any number of threads may use one; once warm, it allocates nothing.
 */
public final class ImageDistortion implements Augmentation {
    private final int rows;
    private final int columns;
    private final Amounts amounts;
    private final Pool<DistortionField> fields;

    /** How much of each; 0 is none. */
    private record Amounts(double shift, double degrees, double scale, double shear, double sigma, double alpha) {}

    private ImageDistortion(int rows, int columns, Amounts amounts) {
        this.rows = rows;
        this.columns = columns;
        this.amounts = amounts;
        this.fields = new Pool<>(() -> new DistortionField(rows, columns, amounts.sigma));
    }

    /**
     * No distortion yet, of images of that size, whose pixels are the features row by row.
     *
     * @param rows the height of the images
     * @param columns the width of the images
     * @return what leaves images as they are
     * @throws IllegalArgumentException if one is below 1
     */
    public static ImageDistortion of(int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "images of %d x %d pixels, expected at least 1 x 1".formatted(rows, columns));
        }
        return new ImageDistortion(rows, columns, new Amounts(0, 0, 0, 0, 0, 0));
    }

    /**
     * The same with shifts along both axes.
     *
     * @param pixels the farthest, at least 0
     * @return a copy
     */
    public ImageDistortion withShift(double pixels) {
        Amounts a = amounts;
        return with(new Amounts(checked(pixels, "shift"), a.degrees, a.scale, a.shear, a.sigma, a.alpha));
    }

    /**
     * The same with rotations.
     *
     * @param degrees the farthest either way, at least 0
     * @return a copy
     */
    public ImageDistortion withRotation(double degrees) {
        Amounts a = amounts;
        return with(new Amounts(a.shift, checked(degrees, "rotation"), a.scale, a.shear, a.sigma, a.alpha));
    }

    /**
     * The same with changes of height and of width, each on its own.
     *
     * @param share the most by which one grows or shrinks, at least 0 and below 1: 0.1 is from 0.9 to 1.1 times
     * @return a copy
     */
    public ImageDistortion withScale(double share) {
        if (!(share < 1)) {
            throw new IllegalArgumentException("scale must be below 1: " + share);
        }
        Amounts a = amounts;
        return with(new Amounts(a.shift, a.degrees, checked(share, "scale"), a.shear, a.sigma, a.alpha));
    }

    /**
     * The same with slants to the left and right.
     *
     * @param slope the most by which the upper end moves sideways, as a share of the height, at least 0
     * @return a copy
     */
    public ImageDistortion withShear(double slope) {
        Amounts a = amounts;
        return with(new Amounts(a.shift, a.degrees, a.scale, checked(slope, "shear"), a.sigma, a.alpha));
    }

    /**
     * The same with an elastic distortion.
     *
     * @param sigma how smooth it is: the deviation of the Gaussian in pixels, at least 1
     * @param alpha how strong it is: pixels of movement for a smoothed field of 1, at least 0; with {@code sigma = 4} a
     *     pixel moves by about {@code alpha / 25} along each axis
     * @return a copy
     */
    public ImageDistortion withElastic(double sigma, double alpha) {
        if (!(sigma >= 1)) {
            throw new IllegalArgumentException("sigma must be at least 1: " + sigma);
        }
        Amounts a = amounts;
        return with(
                new Amounts(a.shift, a.degrees, a.scale, a.shear, checked(sigma, "sigma"), checked(alpha, "alpha")));
    }

    private ImageDistortion with(Amounts changed) {
        return new ImageDistortion(rows, columns, changed);
    }

    private static double checked(double amount, String name) {
        if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be finite and not negative: " + amount);
        }
        return amount;
    }

    /**
     * Distorts one image.
     *
     * @throws IllegalArgumentException if it has not the number of pixels that was given
     */
    @Override
    public void apply(double[] values, int from, int to, RandomDraws random) {
        if (to - from != rows * columns) {
            throw new IllegalArgumentException(
                    "a row has %d features, expected %d x %d pixels".formatted(to - from, rows, columns));
        }
        double angle = Math.PI / 180 * around0(amounts.degrees, random);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double height = 1 / (1 + around0(amounts.scale, random));
        double width = 1 / (1 + around0(amounts.scale, random));
        double shear = around0(amounts.shear, random);
        double right = around0(amounts.shift, random);
        double down = around0(amounts.shift, random);

        DistortionField field = fields.take();
        field.source(values, from);
        // where a pixel of the result comes from: slanted, then turned, then scaled, then shifted
        field.affine(width * cos, width * (shear * cos - sin), right, height * sin, height * (shear * sin + cos), down);
        if (amounts.alpha > 0) {
            field.elastic(amounts.alpha, random);
        }
        field.sample(values, from);
        fields.giveBack(field);
    }

    private static double around0(double most, RandomDraws random) {
        return most == 0 ? 0 : random.uniform(-most, most);
    }

    /** {@return for example {@code ImageDistortion(shift=1.5, rotation=12.0, scale=0.1, shear=0.0, sigma=4.0, alpha=34.0)}} */
    @Override
    public String toString() {
        return "ImageDistortion(shift=%s, rotation=%s, scale=%s, shear=%s, sigma=%s, alpha=%s)"
                .formatted(amounts.shift, amounts.degrees, amounts.scale, amounts.shear, amounts.sigma, amounts.alpha);
    }
}
