package dev.linnet.training;

import dev.linnet.internal.math.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where and how often a run saves all that it needs to go on after it was killed; immutable.
 *
 * <p>A run that goes on from a checkpoint, however often, ends in the same bytes and the same history as one that was never
 * interrupted. One line starts a run, or goes on with it:
 *
 * <pre>{@code
 * Training training = Training.defaults().withCheckpoints(Checkpoints.in(Path.of("run")).resuming());
 * }</pre>
 *
 * <p>A folder belongs to one run. Its first checkpoint is written before the first step, so that a folder that cannot be
 * written to is found before work is lost; the last one when the run ends, however it does but for an exception; and one more
 * whenever a run {@linkplain Training#withRecovery recovers}. A checkpoint is written as a whole or not at all, and older ones are deleted only when it is in its place. One that cannot be
 * written ends the run.
 */
public final class Checkpoints {
    /** Number of checkpoints that are kept unless given: {@value}. */
    public static final int DEFAULT_KEPT = 3;

    /** Number of epochs from one checkpoint to the next unless something else is given: {@value}. */
    public static final int DEFAULT_EPOCHS = 1;

    private final Path folder;
    private final int epochs; // of this, batches and time, two are 0 or null
    private final int batches;
    private final Duration time;
    private final int kept;
    private final boolean resuming;

    private Checkpoints(Path folder, int epochs, int batches, Duration time, int kept, boolean resuming) {
        this.folder = folder;
        this.epochs = epochs;
        this.batches = batches;
        this.time = time;
        this.kept = kept;
        this.resuming = resuming;
    }

    /**
     * Checkpoints in {@code folder}, which is made where it is missing: every {@link #DEFAULT_EPOCHS} epoch, the last
     * {@link #DEFAULT_KEPT} of them kept.
     */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(Objects.requireNonNull(folder, "folder"), DEFAULT_EPOCHS, 0, null, DEFAULT_KEPT, false);
    }

    /** The same, one after every {@code epochs} epochs, at least 1, and at no other times. */
    public Checkpoints everyEpochs(int epochs) {
        return new Checkpoints(folder, Checks.positive(epochs, "epochs"), 0, null, kept, resuming);
    }

    /** The same, one after every {@code batches} batches, as listeners count them, at least 1, and at no other times. */
    public Checkpoints everyBatches(int batches) {
        return new Checkpoints(folder, 0, Checks.positive(batches, "batches"), null, kept, resuming);
    }

    /** The same, one after the first batch that is over when {@code time}, above 0, has gone by since the last. */
    public Checkpoints every(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time must be positive: " + time);
        }
        return new Checkpoints(folder, 0, 0, time, kept, resuming);
    }

    /** The same, keeping the last {@code kept} of them, at least 1. */
    public Checkpoints keeping(int kept) {
        return new Checkpoints(folder, epochs, batches, time, Checks.positive(kept, "kept"), resuming);
    }

    /**
     * The same, going on from the newest whole checkpoint in the folder; where there is none, the run begins. Otherwise a
     * folder that holds checkpoints is refused, unless the run {@linkplain Training#resumeFrom goes on from it}.
     */
    public Checkpoints resuming() {
        return new Checkpoints(folder, epochs, batches, time, kept, true);
    }

    /** Where they are written. */
    public Path folder() {
        return folder;
    }

    /** Number of epochs from one to the next, where epochs are counted. */
    public OptionalInt epochs() {
        return epochs == 0 ? OptionalInt.empty() : OptionalInt.of(epochs);
    }

    /** Number of batches from one to the next, where batches are counted. */
    public OptionalInt batches() {
        return batches == 0 ? OptionalInt.empty() : OptionalInt.of(batches);
    }

    /** Time from one to the next, where that is what counts. */
    public Optional<Duration> time() {
        return Optional.ofNullable(time);
    }

    /** Number of checkpoints that are kept. */
    public int kept() {
        return kept;
    }

    /** Whether a run goes on from the newest whole checkpoint in the folder, where there is one. */
    public boolean isResuming() {
        return resuming;
    }

    @Override
    public String toString() {
        String interval = time != null ? time.toString() : epochs > 0 ? epochs + " epochs" : batches + " batches";
        return "Checkpoints(" + folder + ", every " + interval + ", keeping " + kept + (resuming ? ", resuming" : "")
                + ")";
    }
}
