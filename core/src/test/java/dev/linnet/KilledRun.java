package dev.linnet;

import dev.linnet.training.Checkpoints;
import dev.linnet.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A run for a virtual machine of its own, to be killed and started again until it comes to its end: with dropout, schedules,
 * early stopping, augmentation and all else that a run can have.
 *
 * <p>It takes a folder for its checkpoints, the file that the model is saved to in the end, and a number of threads. It says {@code step} at the
 * first step of each life, and prints the history at the end.
 */
final class KilledRun {
    /** Enough for some seconds, nearly all of which go into writing checkpoints. */
    private static final int EPOCHS = 40;

    private KilledRun() {}

    /** The run. */
    static ResumedRuns.Setup setup() {
        return ResumedRuns.everything(EPOCHS);
    }

    /** Runs from the newest checkpoint in {@code args[0]} to the end. */
    public static void main(String[] args) throws IOException {
        Checkpoints checkpoints =
                Checkpoints.in(Path.of(args[0])).every(Duration.ofNanos(1)).resuming();
        Fit fit = setup().fit(
                        training -> training.withCheckpoints(checkpoints).withListener(new FirstStep()),
                        Integer.parseInt(args[2]));
        fit.model().save(Path.of(args[1]));
        System.out.println(withoutTimes(fit));
    }

    /** The history in exact numbers. */
    static String withoutTimes(Fit fit) {
        StringBuilder text = new StringBuilder("history");
        fit.history().epochs().forEach(epoch -> text.append(' ')
                .append(epoch.number())
                .append(' ')
                .append(Double.toHexString(epoch.learningRate()))
                .append(' ')
                .append(Double.toHexString(epoch.loss()))
                .append(' ')
                .append(Double.toHexString(epoch.validationLoss().orElseThrow()))
                .append(' ')
                .append(epoch.metrics()));
        return text.toString();
    }

    private static final class FirstStep implements TrainingListener {
        private boolean said;

        @Override
        public void onBatch(int epoch, int batch, int batches, double loss) {
            if (!said) {
                said = true;
                System.out.println("step");
            }
        }
    }
}
