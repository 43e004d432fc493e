package dev.linnet.examples;

import java.util.List;
import java.util.Locale;

/**
 * How well a network reads after an epoch; as text, a line.
 *
 * @param pixels {@code grey}, or {@code bw} for black and white
 * @param depth how many hidden layers it has
 * @param width of each of them
 * @param seed of its training
 * @param epoch the number of epochs so far
 * @param seconds of processor time they took, without what it took to measure
 * @param error the share of images kept from training that are misread, in percent
 */
record Measurement(String pixels, int depth, int width, long seed, int epoch, double seconds, double error) {
    static final String GREY = "grey";
    static final String BLACK_AND_WHITE = "bw";
    private static final String HEADER = "pixels,depth,width,seed,epoch,seconds,error";

    /** A header and a line for each. */
    static String csv(List<Measurement> all) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        all.forEach(one -> text.append(one).append('\n'));
        return text.toString();
    }

    /**
     * Reads what {@link #csv} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static List<Measurement> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("measurements begin with '" + HEADER + "'");
        }
        return lines.stream().skip(1).map(Measurement::parse).toList();
    }

    private static Measurement parse(String line) {
        String[] values = line.split(",", -1);
        if (values.length != HEADER.split(",", -1).length) {
            throw new IllegalArgumentException("expected '" + HEADER + "', found '" + line + "'");
        }
        return new Measurement(
                values[0],
                Integer.parseInt(values[1]),
                Integer.parseInt(values[2]),
                Long.parseLong(values[3]),
                Integer.parseInt(values[4]),
                Double.parseDouble(values[5]),
                Double.parseDouble(values[6]));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s,%d,%d,%d,%d,%.2f,%.2f", pixels, depth, width, seed, epoch, seconds, error);
    }
}
