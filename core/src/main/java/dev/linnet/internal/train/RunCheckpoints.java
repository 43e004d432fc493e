package dev.linnet.internal.train;

import dev.linnet.internal.io.CheckpointFile;
import dev.linnet.internal.io.CheckpointFolder;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Residual;
import dev.linnet.training.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The checkpoint that a run goes on from, and those that it leaves behind; nothing of either where nothing was asked for.
 *
 * <p>Between two checkpoints it allocates nothing.
 */
final class RunCheckpoints implements AutoCloseable {
    private final RunPlan plan;
    private final Map<String, String> settings;
    private final CheckpointFolder folder;
    private final CheckpointFile.Content resumed;
    private final long epochs;
    private final long batches;
    private final long nanos;
    private long last = System.nanoTime();

    private RunCheckpoints(
            RunPlan plan,
            Map<String, String> settings,
            Checkpoints asked,
            CheckpointFolder folder,
            CheckpointFile.Content resumed) {
        this.plan = plan;
        this.settings = settings;
        this.folder = folder;
        this.resumed = resumed;
        this.epochs = asked == null ? 0 : asked.epochs().orElse(0);
        this.batches = asked == null ? 0 : asked.batches().orElse(0);
        this.nanos = asked == null ? 0 : asked.time().map(RunEnd::nanos).orElse(0L);
    }

    /**
     * Opens the folder, reads the checkpoint to go on from, and makes sure that it is of this run.
     *
     * @throws UncheckedIOException if the folder cannot be opened, or the checkpoint not be read
     * @throws IllegalArgumentException if the checkpoint is of another run
     */
    static RunCheckpoints of(RunPlan plan) {
        Checkpoints asked = plan.training().checkpoints().orElse(null);
        Path from = plan.training().resumedFrom().orElse(null);
        if (asked == null && from == null) {
            return new RunCheckpoints(plan, Map.of(), null, null, null);
        }
        CheckpointFolder folder = null;
        try {
            folder = asked == null ? null : CheckpointFolder.open(asked.folder(), asked.kept());
            Path source = asked == null ? from : source(asked, from, folder);
            CheckpointFile.Content resumed = source == null ? null : CheckpointFolder.read(source, activations(plan));
            Map<String, String> settings = RunSettings.of(plan);
            if (resumed != null) {
                check(source, resumed, plan, settings);
            }
            return new RunCheckpoints(plan, settings, asked, folder, resumed);
        } catch (IOException e) {
            close(folder);
            throw new UncheckedIOException(e.toString(), e);
        } catch (RuntimeException | Error e) {
            close(folder);
            throw e;
        }
    }

    /** The checkpoint, or the folder of them, to go on from; null where the run begins. */
    private static Path source(Checkpoints asked, Path from, CheckpointFolder folder) throws IOException {
        if (asked.isResuming() && from != null) {
            throw new IllegalArgumentException(
                    "resumeFrom(" + from + ") and " + asked + " both say where to go on from: leave one out");
        }
        if (folder.isEmpty() || isWithin(asked.folder(), from)) {
            return from;
        }
        if (!asked.isResuming()) {
            throw new IllegalArgumentException(asked.folder()
                    + " holds the checkpoints of an earlier run: go on from them (Checkpoints.resuming() or"
                    + " Training.resumeFrom), or take another folder");
        }
        return asked.folder();
    }

    /** Whether {@code path} is the folder or a file in it. */
    private static boolean isWithin(Path folder, Path path) throws IOException {
        if (path == null || !Files.exists(path)) {
            return false;
        }
        Path of = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        return Files.isSameFile(folder, of);
    }

    private static void check(Path path, CheckpointFile.Content there, RunPlan plan, Map<String, String> settings) {
        ModelState old = there.model();
        ModelState now = plan.model();
        List<String> differences = new ArrayList<>();
        if (!there.isOf(now.network())) {
            differences.add("network was " + old.network().layers() + ", is "
                    + now.network().layers());
        }
        add("output", old.output(), now.output(), differences);
        add("labels", old.labels(), now.labels(), differences);
        add("seed of the initial weights", old.seed(), now.seed(), differences);
        if (!Objects.equals(old.standardizer(), now.standardizer())) {
            differences.add("the scaler differs");
        }
        differences.addAll(RunSettings.differences(there.settings(), settings));
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(path + " is of another run: " + String.join("; ", differences)
                    + ". To go on with other settings, load it as a model and fit that");
        }
    }

    private static void add(String name, Object old, Object now, List<String> differences) {
        if (!Objects.equals(old, now)) {
            differences.add(name + " was " + old + ", is " + now);
        }
    }

    /** All activations of the network, those in blocks included; files know the built-in ones without being told. */
    private static List<Activation> activations(RunPlan plan) {
        List<Activation> activations = new ArrayList<>();
        collect(plan.model().network().layers(), activations);
        return activations;
    }

    private static void collect(List<Layer> layers, List<Activation> activations) {
        for (Layer layer : layers) {
            if (layer instanceof Activation activation) {
                activations.add(activation);
            } else if (layer instanceof Residual residual) {
                collect(residual.layers(), activations);
            }
        }
    }

    /** Whether the run goes on from a checkpoint. */
    boolean isResumed() {
        return resumed != null;
    }

    /** The parameters that the run begins with, a copy. */
    double[] parameters() {
        return (resumed == null ? plan.model() : resumed.model()).parameters().clone();
    }

    /** The rest of what the run goes on from. */
    RunState state() {
        return resumed.run();
    }

    /** Writes the first checkpoint, so that a folder that cannot be written to is found before work is lost. */
    void begin(double[] parameters, Supplier<RunState> state) {
        if (folder != null && isEmpty()) {
            write(parameters, state.get());
        }
    }

    private boolean isEmpty() {
        try {
            return folder.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e.toString(), e);
        }
    }

    /** Whether a checkpoint is due after so many steps of the run. */
    boolean isDue(long steps) {
        return (batches > 0 && steps % batches == 0) || (nanos > 0 && System.nanoTime() - last >= nanos);
    }

    /** Whether a checkpoint is due after so many steps of the run, the last of which ended {@code epoch}. */
    boolean isDueAfter(int epoch, long steps) {
        return (epochs > 0 && epoch % epochs == 0) || isDue(steps);
    }

    /** Whether checkpoints are written at all. */
    boolean areWritten() {
        return folder != null;
    }

    /**
     * Writes a checkpoint.
     *
     * @param parameters as they stand; not modified, not kept
     * @throws UncheckedIOException if it cannot be written; those before it are untouched
     */
    void write(double[] parameters, RunState state) {
        ModelState model = plan.model().withParameters(parameters);
        try {
            folder.write(new CheckpointFile.Content(model, settings, state));
        } catch (IOException e) {
            throw new UncheckedIOException("no checkpoint could be written: " + e, e);
        }
        last = System.nanoTime();
    }

    @Override
    public void close() {
        close(folder);
    }

    private static void close(CheckpointFolder folder) {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e.toString(), e);
            }
        }
    }
}
