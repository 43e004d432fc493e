package dev.linnet.examples;

import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.TrainingListener;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows how a training goes: a line an epoch, and on a terminal, below them, a bar that moves.
 *
 * <p>To be closed once the training is over, however it ended.
 */
final class Progress implements TrainingListener, AutoCloseable {
    private static final int BAR_COLUMNS = 20;
    private static final String CLEAR_LINE = "\r\33[K";
    private static final Duration REDRAW = Duration.ofMillis(200);

    private final PrintStream out;
    private final int rows;
    private final int epochs;
    private final boolean bar;
    private final long redrawNanos;

    private long epochStart = System.nanoTime();
    private long drawn = epochStart;

    private Progress(PrintStream out, int rows, int epochs, boolean bar, Duration redraw) {
        this.out = out;
        this.rows = rows;
        this.epochs = epochs;
        this.bar = bar;
        this.redrawNanos = redraw.toNanos();
    }

    /**
     * Shows a training on {@code out}; with a bar if that is a terminal.
     *
     * @param rows the number of rows learned in an epoch
     * @param epochs the number of epochs
     */
    static Progress on(PrintStream out, int rows, int epochs) {
        boolean terminal = out == System.out && Ansi.AUTO.enabled();
        return new Progress(out, rows, epochs, terminal, REDRAW);
    }

    /** As if {@code out} were a terminal. */
    static Progress withBar(PrintStream out, int rows, int epochs, Duration redraw) {
        return new Progress(out, rows, epochs, true, redraw);
    }

    @Override
    public void onBatch(int epoch, int batch, int batches, double loss) {
        if (!bar) {
            return;
        }
        long now = System.nanoTime();
        if (now - drawn < redrawNanos) {
            return;
        }
        drawn = now;
        double share = (double) batch / batches;
        double seconds = Math.max(now - epochStart, 1) / 1e9;
        double secondsLeft = seconds / share * (epochs - epoch + 1 - share);
        out.print(CLEAR_LINE
                + count(epoch)
                + "  "
                + bar((epoch - 1 + share) / epochs)
                + numbers(loss, OptionalDouble.empty(), share * rows / seconds, secondsLeft));
        out.flush();
    }

    @Override
    public void onEpoch(Epoch epoch, int epochs) {
        Duration time = epoch.trainingTime().plus(epoch.validationTime());
        double secondsLeft = time.toMillis() / 1e3 * (epochs - epoch.number());
        out.println((bar ? CLEAR_LINE : "")
                + count(epoch.number())
                + numbers(
                        epoch.loss(),
                        epoch.metric(History.VALIDATION_ACCURACY),
                        epoch.samplesPerSecond(),
                        secondsLeft));
        out.flush();
        epochStart = System.nanoTime();
    }

    @Override
    public void close() {
        if (bar) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private String count(int epoch) {
        int digits = Integer.toString(epochs).length();
        return String.format(Locale.ROOT, "epoch %" + digits + "d/%d", epoch, epochs);
    }

    private static String bar(double share) {
        String encoding =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        boolean blocks = encoding.equals("UTF-8");
        int full = (int) Math.round(share * BAR_COLUMNS);
        return (blocks ? "\u2588" : "#").repeat(full) + (blocks ? "\u2591" : ".").repeat(BAR_COLUMNS - full);
    }

    private static String numbers(double loss, OptionalDouble validation, double samplesPerSecond, double secondsLeft) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  loss %.4f", loss));
        validation.ifPresent(
                accuracy -> text.append(String.format(Locale.ROOT, "  validation %5.2f %%", 100 * accuracy)));
        long left = Math.round(secondsLeft);
        return text.append(String.format(
                        Locale.ROOT, "  %,7.0f samples/s  %d:%02d left", samplesPerSecond, left / 60, left % 60))
                .toString();
    }
}
