import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime through its Java API, float32, one row at a time on one thread: direct buffers for input and output, made
 * once and used again, which is the fastest that the API offers.
 *
 * <p>Run from this file: {@code java -cp onnxruntime.jar OnnxPeer.java}. The rows come from a file of floats that the
 * request names, so that nothing of Linnet is on the class path.
 */
public final class OnnxPeer {
    private static final int COLUMNS = 784;
    private static final int OUTPUTS = 10;
    private static final int ROWS = 1_000;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Map<String, OrtSession> sessions = new HashMap<>();
    private final Map<String, float[][]> inputs = new HashMap<>();

    public static void main(String[] args) throws IOException, OrtException {
        OnnxPeer peer = new OnnxPeer();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] request = line.split(" ");
            System.out.println(switch (request[0]) {
                case "version" -> "ONNX Runtime " + peer.environment.getVersion();
                case "load" -> peer.load(request[1] + request[2], Path.of(request[3]));
                case "row" -> peer.row(request[1] + request[2], Double.parseDouble(request[3]));
                default -> throw new IllegalArgumentException(line);
            });
        }
    }

    /** {@code load net set file}: the model is file.onnx, the rows are file.f32. */
    private String load(String key, Path file) throws IOException, OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        sessions.put(key, environment.createSession(file + ".onnx", options));
        FloatBuffer floats = ByteBuffer.wrap(Files.readAllBytes(Path.of(file + ".f32")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[][] rows = new float[ROWS][COLUMNS];
        for (float[] row : rows) {
            floats.get(row);
        }
        inputs.put(key, rows);
        return "loaded";
    }

    /** {@code row net set seconds}: median microseconds of one row's logits, and the sum of their magnitudes. */
    private String row(String key, double seconds) throws OrtException {
        OrtSession session = sessions.get(key);
        float[][] rows = inputs.get(key);
        FloatBuffer x = direct(COLUMNS);
        FloatBuffer y = direct(OUTPUTS);
        float[] logits = new float[OUTPUTS];
        long[] nanos = new long[1 << 20];
        int calls = 0;
        double sum = 0.0;
        try (OnnxTensor in = OnnxTensor.createTensor(environment, x, new long[] {1, COLUMNS});
                OnnxTensor out = OnnxTensor.createTensor(environment, y, new long[] {1, OUTPUTS})) {
            Map<String, OnnxTensor> given = Map.of("x", in);
            Map<String, OnnxTensor> wanted = Map.of("y", out);
            long start = System.nanoTime();
            while (calls < nanos.length && (System.nanoTime() - start) * 1e-9 < seconds || calls < ROWS) {
                float[] row = rows[calls % ROWS];
                long before = System.nanoTime();
                x.put(0, row);
                session.run(given, Set.of(), wanted).close();
                y.get(0, logits);
                nanos[calls] = System.nanoTime() - before;
                if (calls++ < ROWS) {
                    for (float logit : logits) {
                        sum += Math.abs(logit);
                    }
                }
            }
        }
        Arrays.sort(nanos, 0, calls);
        return nanos[calls / 2] * 1e-3 + " " + sum;
    }

    private static FloatBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
