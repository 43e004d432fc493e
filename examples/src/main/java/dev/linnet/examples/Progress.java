package dev.linnet.examples;

import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.TrainingListener;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows how a training goes: a line an epoch, and on a terminal, below them, a bar that moves.
 *
 * <p>To be closed once the training is over, however it ended.
 */
final class Progress implements TrainingListener, AutoCloseable {
    private static final int BAR_COLUMNS = 79;
    private static final int REDRAWN_EVERY_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\33[K";

    private final PrintStream out;
    private final int rows;
    private final ProgressBar bar; // null where there is no terminal

    private Progress(PrintStream out, int rows, ProgressBar bar) {
        this.out = out;
        this.rows = rows;
        this.bar = bar;
    }

    /**
     * Shows a training on {@code out}; with a bar if that is a terminal.
     *
     * @param rows the number of rows learned in an epoch
     * @param epochs the number of epochs
     */
    static Progress on(PrintStream out, int rows, int epochs) {
        boolean terminal = out == System.out && Ansi.AUTO.enabled();
        return terminal ? withBar(out, rows, epochs) : new Progress(out, rows, null);
    }

    static Progress withBar(PrintStream out, int rows, int epochs) {
        String encoding =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        boolean unicode = encoding.equals("UTF-8");
        return new Progress(
                out,
                rows,
                ProgressBar.builder()
                        .setTaskName("samples")
                        .setInitialMax((long) rows * epochs)
                        .setUnit("k", 1000)
                        .showSpeed()
                        .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REDRAWN_EVERY_MILLIS)
                        .setConsumer(
                                new DelegatingProgressBarConsumer(text -> out.print(CLEAR_LINE + text), BAR_COLUMNS))
                        .build());
    }

    @Override
    public void onBatch(int epoch, int batch, int batches, double loss) {
        if (bar != null) {
            bar.stepTo(((epoch - 1L) * batches + batch) * rows / batches)
                    .setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
        }
    }

    @Override
    public void onEpoch(Epoch epoch, int epochs) {
        out.println((bar == null ? "" : CLEAR_LINE) + line(epoch, epochs));
        out.flush();
        if (bar != null) {
            bar.refresh();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    /** For example {@code epoch  3/10  loss 0.0712  validation 97.61 %  104,512 samples/s  0:21 left}. */
    static String line(Epoch epoch, int epochs) {
        int digits = Integer.toString(epochs).length();
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "epoch %" + digits + "d/%d", epoch.number(), epochs));
        line.append(String.format(Locale.ROOT, "  loss %.4f", epoch.loss()));
        OptionalDouble accuracy = epoch.metric(History.VALIDATION_ACCURACY);
        if (accuracy.isPresent()) {
            line.append(String.format(Locale.ROOT, "  validation %5.2f %%", 100 * accuracy.getAsDouble()));
        }
        line.append(String.format(Locale.ROOT, "  %,7.0f samples/s", epoch.samplesPerSecond()));
        Duration left = epoch.trainingTime().plus(epoch.validationTime()).multipliedBy(epochs - epoch.number());
        return line.append("  ").append(minutes(left)).append(" left").toString();
    }

    private static String minutes(Duration time) {
        long seconds = time.plusMillis(500).toSeconds();
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
