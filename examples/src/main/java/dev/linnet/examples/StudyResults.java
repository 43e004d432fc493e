package dev.linnet.examples;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a {@link Study} measured, put together over the seeds. */
record StudyResults(List<Measurement> all) {

    /**
     * A network after an epoch.
     *
     * @param seconds the mean over the seeds
     * @param error the mean over the seeds, in percent
     * @param deviation of the seeds' errors from their mean
     */
    record Point(int width, int epoch, double seconds, double error, double deviation) {}

    /** The number of seeds. */
    int seeds() {
        return (int) all.stream().mapToLong(Measurement::seed).distinct().count();
    }

    /** The number of epochs. */
    int epochs() {
        return all.stream().mapToInt(Measurement::epoch).max().orElseThrow();
    }

    List<Integer> depths(String pixels) {
        return of(pixels).map(Measurement::depth).distinct().sorted().toList();
    }

    List<Integer> widths(String pixels, int depth) {
        return of(pixels)
                .filter(one -> one.depth() == depth)
                .map(Measurement::width)
                .distinct()
                .sorted()
                .toList();
    }

    /** The networks of a depth after the last epoch, by width. */
    List<Point> byWidth(String pixels, int depth) {
        return widths(pixels, depth).stream()
                .map(width -> point(pixels, depth, width, epochs()))
                .toList();
    }

    /** A network after each epoch. */
    List<Point> byEpoch(String pixels, int depth, int width) {
        return Stream.iterate(1, epoch -> epoch <= epochs(), epoch -> epoch + 1)
                .map(epoch -> point(pixels, depth, width, epoch))
                .toList();
    }

    private Point point(String pixels, int depth, int width, int epoch) {
        List<Measurement> seeds = of(pixels)
                .filter(one -> one.depth() == depth && one.width() == width && one.epoch() == epoch)
                .toList();
        double error = mean(seeds, Measurement::error);
        double variance = mean(seeds, one -> Math.pow(one.error() - error, 2));
        double deviation = seeds.size() == 1 ? 0 : Math.sqrt(variance * seeds.size() / (seeds.size() - 1));
        return new Point(width, epoch, mean(seeds, Measurement::seconds), error, deviation);
    }

    private static double mean(List<Measurement> of, ToDoubleFunction<Measurement> what) {
        return of.stream().mapToDouble(what).average().orElseThrow();
    }

    private Stream<Measurement> of(String pixels) {
        return all.stream().filter(one -> one.pixels().equals(pixels));
    }

    /** After the last epoch, as Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| pixels | hidden layers | seconds | misread |\n");
        table.append("| --- | --- | --- | --- |\n");
        for (String pixels : List.of(Measurement.GREY, Measurement.BLACK_AND_WHITE)) {
            for (int depth : depths(pixels)) {
                for (Point point : byWidth(pixels, depth)) {
                    table.append(String.format(
                            Locale.ROOT,
                            "| %s | %d x %d | %.1f | %.2f ± %.2f %% |%n",
                            pixels,
                            depth,
                            point.width(),
                            point.seconds(),
                            point.error(),
                            point.deviation()));
                }
            }
        }
        return table.toString();
    }
}
