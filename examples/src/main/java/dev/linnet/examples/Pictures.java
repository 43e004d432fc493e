package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.layer.Linear;
import dev.linnet.mnist.DigitImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Sheets of small pictures: digits, and the weights of units that look at them. */
final class Pictures {
    /** Pixels of a picture for one of the page it is on. */
    static final int SHARPNESS = 2;

    private static final int SIZE = DigitImage.SIZE;
    private static final int MARGIN = 6 * SHARPNESS;
    private static final Color WRONG = new Color(0xC62828);
    private static final Color FOR_INK = new Color(0x0B4F9E);
    private static final Color AGAINST_INK = new Color(0xB3261E);
    private static final int MOST_UNITS = 100;

    private Pictures() {}

    /** Digits and below each what it was taken for, red if wrong. */
    static BufferedImage sheet(List<Reading> readings) {
        Grid grid = new Grid(readings.size(), 10, 2 * SHARPNESS, 16 * SHARPNESS);
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            grid.picture(i, reading.pixels(), Pictures::ink);
            String text = Integer.toString(reading.guess());
            grid.caption(i, 0, reading.isWrong() ? text + " (" + reading.digit() + ")" : text, colour(reading));
        }
        return grid.image;
    }

    /** Pictures alone, so many in a row. */
    static BufferedImage plain(List<double[]> pictures, int columns) {
        Grid grid = new Grid(pictures.size(), columns, SHARPNESS, 0);
        for (int i = 0; i < pictures.size(); i++) {
            grid.picture(i, pictures.get(i), Pictures::ink);
        }
        return grid.image;
    }

    /** Digits, and below each what it is, what it was taken for, and how sure the model was. */
    static BufferedImage mistakes(List<Reading> readings) {
        Grid grid = new Grid(readings.size(), 5, 4 * SHARPNESS, 34 * SHARPNESS);
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            grid.picture(i, reading.pixels(), Pictures::ink);
            grid.caption(i, 0, "is %d, read as %d".formatted(reading.digit(), reading.guess()), Color.BLACK);
            grid.caption(
                    i, 1, String.format(Locale.ROOT, "with %.1f %%", 100 * reading.probability()), Color.DARK_GRAY);
        }
        return grid.image;
    }

    /** The weights of each unit of the first layer, of up to {@value #MOST_UNITS}, in their places on the picture. */
    static BufferedImage weights(Mlp network) {
        int units = ((Linear) network.layers().get(0)).outputs();
        double[] parameters = network.parameters(); // the first layer's come first, [784, units]
        int shown = Math.min(units, MOST_UNITS);
        Grid grid = new Grid(shown, Math.min(shown, 10), 2 * SHARPNESS, 0);
        for (int unit = 0; unit < shown; unit++) {
            double[] weights = new double[DigitImage.PIXELS];
            double largest = 1e-12;
            for (int pixel = 0; pixel < weights.length; pixel++) {
                weights[pixel] = parameters[pixel * units + unit];
                largest = Math.max(largest, Math.abs(weights[pixel]));
            }
            double scale = largest;
            grid.picture(
                    unit,
                    weights,
                    weight -> SeenPicture.between(
                            Color.WHITE, weight > 0 ? FOR_INK : AGAINST_INK, Math.sqrt(Math.abs(weight) / scale)));
        }
        return grid.image;
    }

    private static Color colour(Reading reading) {
        return reading.isWrong() ? WRONG : Color.DARK_GRAY;
    }

    private static Color ink(double ink) {
        return SeenPicture.between(Color.WHITE, Color.BLACK, ink);
    }

    /** Pictures in rows and columns, with room for a caption below each. */
    private static final class Grid {
        private final BufferedImage image;
        private final int columns;
        private final int zoom;
        private final int captionHeight;

        Grid(int count, int columns, int zoom, int captionHeight) {
            this.columns = columns;
            this.zoom = zoom;
            this.captionHeight = captionHeight;
            int rows = Math.max(1, (count + columns - 1) / columns);
            this.image = new BufferedImage(
                    MARGIN + columns * (SIZE * zoom + MARGIN),
                    MARGIN + rows * (SIZE * zoom + captionHeight + MARGIN),
                    BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.dispose();
        }

        private int left(int index) {
            return MARGIN + index % columns * (SIZE * zoom + MARGIN);
        }

        private int top(int index) {
            return MARGIN + index / columns * (SIZE * zoom + captionHeight + MARGIN);
        }

        void picture(int index, double[] values, DoubleFunction<Color> colour) {
            Graphics2D g = image.createGraphics();
            g.setColor(new Color(0xDDDDDD));
            g.drawRect(left(index) - 1, top(index) - 1, SIZE * zoom + 1, SIZE * zoom + 1);
            for (int r = 0; r < SIZE; r++) {
                for (int c = 0; c < SIZE; c++) {
                    g.setColor(colour.apply(values[r * SIZE + c]));
                    g.fillRect(left(index) + c * zoom, top(index) + r * zoom, zoom, zoom);
                }
            }
            g.dispose();
        }

        void caption(int index, int line, String text, Color colour) {
            Graphics2D g = image.createGraphics();
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12 * SHARPNESS));
            g.setColor(colour);
            FontMetrics metrics = g.getFontMetrics();
            int x = left(index) + (SIZE * zoom - metrics.stringWidth(text)) / 2;
            g.drawString(text, x, top(index) + SIZE * zoom + metrics.getAscent() + line * metrics.getHeight());
            g.dispose();
        }
    }
}
