package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Tiles of columns, against loops over each column that are written as the formulas are. */
class BatchNormOpTest {
    @Property(tries = 60)
    void tilesGiveTheBitsThatColumnsGive(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 1100) int columns,
            @ForAll @IntRange(min = 1, max = 5) int workers,
            @ForAll @IntRange(min = 1, max = 3) int batches,
            @ForAll long seed) {
        Random random = new Random(seed);
        BatchNorm layer = BatchNorm.of(columns);
        Network network = Network.of(List.of(Linear.of(1, columns), layer));
        Place place = network.places().get(1);
        int end = network.parameters().stream().mapToInt(Parameter::end).max().orElseThrow();
        double[] parameters = random.doubles(end, 0.1, 2.0).toArray();
        double[] x = new double[rows * columns];
        double[] y = new double[rows * columns];
        double[] dY = new double[rows * columns];
        Draws draws = new Draws();
        BatchNormOp op = new BatchNormOp(layer, place, parameters, x, y, dY, draws, workers);
        Op.Tile tile = op.tiles().get(0);
        Plain plain = new Plain(layer, place, parameters, rows);
        double[] gradient = new double[2 * columns];
        for (int batch = 0; batch < batches; batch++) {
            draws.firstRow = (long) batch * rows;
            Arrays.setAll(x, i -> random.nextDouble() * 6.0 - 3.0);
            Arrays.setAll(dY, i -> random.nextDouble() * 2.0 - 1.0);
            plain.learn(x, dY);
            for (int t = op.forwardTiles() - 1; t >= 0; t--) {
                op.forwardTile(t, rows, t % workers);
            }
            op.forward(0, rows, 0);
            for (int t = op.backwardTiles() - 1; t >= 0; t--) {
                op.backwardTile(t, rows, t % workers);
            }
            op.backward(0, rows, 0);
            tile.gradient(gradient, 0, batch > 0, rows, 0);
            assertArrayEquals(plain.y, y);
            assertArrayEquals(plain.dX, dY);
            assertArrayEquals(plain.gradient, gradient);
            assertArrayEquals(plain.parameters, parameters);
        }
    }

    /** The same, column by column. */
    private static final class Plain {
        private final BatchNorm layer;
        private final Place place;
        private final int rows;
        private final int columns;
        private final double[] parameters;
        private final double[] y;
        private final double[] dX;
        private final double[] gradient;

        Plain(BatchNorm layer, Place place, double[] parameters, int rows) {
            this.layer = layer;
            this.place = place;
            this.rows = rows;
            this.columns = layer.columns();
            this.parameters = parameters.clone();
            this.y = new double[rows * columns];
            this.dX = new double[rows * columns];
            this.gradient = new double[2 * columns];
        }

        private int at(Parameter.Kind kind, int column) {
            return place.parameter(kind).offset() + column;
        }

        void learn(double[] x, double[] dY) {
            for (int j = 0; j < columns; j++) {
                learn(x, dY, j);
            }
        }

        private void learn(double[] x, double[] dY, int j) {
            double gain = parameters[at(Parameter.Kind.GAIN, j)];
            double bias = parameters[at(Parameter.Kind.BIAS, j)];
            double sum = 0.0;
            for (int i = 0; i < rows; i++) {
                sum += x[i * columns + j];
            }
            double mean = sum / rows;
            double squares = 0.0;
            for (int i = 0; i < rows; i++) {
                double deviation = x[i * columns + j] - mean;
                squares = Math.fma(deviation, deviation, squares);
            }
            double inverse = 1.0 / Math.sqrt(squares / rows + layer.epsilon());
            double sumDY = 0.0;
            double sumDYNormalized = 0.0;
            for (int i = 0; i < rows; i++) {
                int k = i * columns + j;
                double normalized = (x[k] - mean) * inverse;
                y[k] = Math.fma(gain, normalized, bias);
                sumDY += dY[k];
                sumDYNormalized = Math.fma(dY[k], normalized, sumDYNormalized);
                gradient[j] = Math.fma(dY[k], normalized, gradient[j]);
                gradient[columns + j] += dY[k];
            }
            for (int i = 0; i < rows; i++) {
                int k = i * columns + j;
                double normalized = (x[k] - mean) * inverse;
                double centred = Math.fma(-normalized, sumDYNormalized / rows, dY[k] - sumDY / rows);
                dX[k] = gain * inverse * centred;
            }
            if (rows > 1) {
                follow(at(Parameter.Kind.RUNNING_MEAN, j), mean);
                follow(at(Parameter.Kind.RUNNING_VARIANCE, j), squares / (rows - 1));
            }
        }

        private void follow(int at, double value) {
            parameters[at] = Math.fma(layer.momentum(), value, (1.0 - layer.momentum()) * parameters[at]);
        }
    }
}
