package dev.linnet;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Runs ONNX files as a stranger would. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /** Computes with a file in 64 bits. */
    static double[][] run(Path file, double[][] rows) throws IOException {
        return (double[][]) runAny(file, rows);
    }

    /** Computes with a file in 32 bits; rows are rounded on the way in. */
    static double[][] runRounded(Path file, double[][] rows) throws IOException {
        float[][] rounded = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            rounded[i] = new float[rows[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rounded[i][j] = (float) rows[i][j];
            }
        }
        float[][] result = (float[][]) runAny(file, rounded);
        double[][] wide = new double[result.length][];
        for (int i = 0; i < result.length; i++) {
            float[] row = result[i];
            wide[i] = new double[row.length];
            Arrays.setAll(wide[i], j -> row[j]);
        }
        return wide;
    }

    /** What the file says of itself beside the graph. */
    static Map<String, String> metadata(Path file) throws IOException {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            throw new IOException(e);
        }
    }

    private static Object runAny(Path file, Object rows) throws IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, rows);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            return result.get("output").orElseThrow().getValue();
        } catch (OrtException e) {
            throw new IOException(e);
        }
    }
}
