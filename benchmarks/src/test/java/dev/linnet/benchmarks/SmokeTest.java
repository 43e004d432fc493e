package dev.linnet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for a moment: each makes its data and checks its own answer. The times mean nothing. */
class SmokeTest {
    /** How often each benchmark runs: once for every combination of its parameters, as far as {@link #run} lets it. */
    private static final Map<String, Integer> EXPECTED = Map.ofEntries(
            Map.entry("ElementwiseBenchmark.apply", 14),
            Map.entry("FeaturesBenchmark.step", 1),
            Map.entry("GemmBenchmark.multiply", 3),
            Map.entry("IdxBenchmark.bytesAlone", 4),
            Map.entry("IdxBenchmark.idx", 4),
            Map.entry("ModelFileBenchmark.load", 1),
            Map.entry("ModelFileBenchmark.copyArray", 1),
            Map.entry("ModelFileBenchmark.copyFile", 1),
            Map.entry("ModelFileBenchmark.copyThroughTheHeap", 1),
            Map.entry("ModelFileBenchmark.readBytes", 1),
            Map.entry("ModelFileBenchmark.save", 1),
            Map.entry("ModelFileBenchmark.writeBytes", 1),
            Map.entry("PredictionBenchmark.fiveRows", 2),
            Map.entry("PredictionBenchmark.oneRow", 2),
            Map.entry("PredictionBenchmark.thousandRows", 2),
            Map.entry("TrainingBenchmark.step", 2));

    @Test
    void everyBenchmarkRunsAndChecksItsAnswer() throws RunnerException {
        Collection<RunResult> results = run();

        Map<String, Integer> seen = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            seen.merge(name.substring("dev.linnet.benchmarks.".length()), 1, Integer::sum);
        }
        assertEquals(new TreeMap<>(EXPECTED), seen);
        assertAll(results.stream()
                .map(result -> () -> assertTrue(
                        result.getPrimaryResult().getScore() > 0.0,
                        () -> result.getParams().getBenchmark() + " gave no result")));
    }

    /** In this JVM, with small nets and products where there is a choice. */
    private static Collection<RunResult> run() throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(10))
                        .param("net", "D")
                        .param("features", "all")
                        .param("shape", "64x128x128", "784x64x128tA", "64x512x512tB")
                        .param("threads", "2")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
