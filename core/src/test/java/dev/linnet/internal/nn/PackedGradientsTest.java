package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedMatrix;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;

@Tag("kernel")
class PackedGradientsTest {
    private static final int COLUMNS = 40;
    private static final int INPUTS = 9;

    private final Random random = new Random(5);

    @Example
    void everyWorkerReadsTheBatchThatArrivedLast() {
        readBatches(64, 3);
    }

    @Example
    void aLargeGradientIsPackedOnceAndReadByAll() {
        readBatches(4_000, 3);
    }

    @Example
    void aSingleWorkerReadsTheBatchThatArrivedLast() {
        readBatches(64, 1);
    }

    @Example
    void smallOnesAreEachWorkersOwnAndLargeOnesCommon() {
        PackedGradients small = arrived(64, 3);
        assertNotSame(small.packed(64, 0), small.packed(64, 1));
        PackedGradients large = arrived(4_000, 3);
        assertSame(large.packed(4_000, 0), large.packed(4_000, 1));
        PackedGradients ofMany = arrived(64, 60);
        assertSame(ofMany.packed(64, 0), ofMany.packed(64, 59));
    }

    @Example
    void aWorkerPacksABatchOnce() {
        double[] dY = fill(new double[64 * COLUMNS]);
        GemmScratch[] scratch = GemmScratch.ofWorkers(2);
        PackedGradients gradients = new PackedGradients(dY, 64, COLUMNS, scratch);
        gradients.gradientArrived(0, 64);
        double[] x = fill(new double[64 * INPUTS]);
        double[] expected = product(x, gradients.packed(64, 1), 64, scratch[1]);
        fill(dY); // of which nobody tells
        assertArrayEquals(expected, product(x, gradients.packed(64, 1), 64, scratch[1]));
    }

    private static PackedGradients arrived(int rows, int workers) {
        GemmScratch[] scratch = GemmScratch.ofWorkers(workers);
        PackedGradients gradients = new PackedGradients(new double[rows * COLUMNS], rows, COLUMNS, scratch);
        gradients.gradientArrived(0, rows);
        return gradients;
    }

    private void readBatches(int maxRows, int workers) {
        GemmScratch[] scratch = GemmScratch.ofWorkers(workers);
        double[] dY = new double[maxRows * COLUMNS];
        PackedGradients gradients = new PackedGradients(dY, maxRows, COLUMNS, scratch);
        for (int rows : new int[] {maxRows, maxRows - 13, maxRows}) {
            fill(dY);
            int middle = rows / 3;
            gradients.gradientArrived(middle, rows);
            gradients.gradientArrived(0, middle);
            double[] x = fill(new double[rows * INPUTS]);
            double[] expected = plainProduct(x, dY, rows);
            for (int tile = 0; tile < 2; tile++) {
                for (int worker = 0; worker < workers; worker++) {
                    if (worker == 2 && rows < maxRows) {
                        continue; // others took its tiles
                    }
                    assertArrayEquals(expected, product(x, gradients.packed(rows, worker), rows, scratch[worker]));
                }
            }
        }
    }

    private double[] fill(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double[] product(double[] x, PackedMatrix packed, int rows, GemmScratch scratch) {
        double[] product = new double[INPUTS * COLUMNS];
        Gemm.gradient(false, 0, INPUTS, rows, Rows.of(x, 0, INPUTS, rows), packed, product, 0, COLUMNS, scratch);
        return product;
    }

    private static double[] plainProduct(double[] x, double[] dY, int rows) {
        double[] product = new double[INPUTS * COLUMNS];
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0.0;
                for (int r = 0; r < rows; r++) {
                    sum = Math.fma(x[r * INPUTS + i], dY[r * COLUMNS + j], sum);
                }
                product[i * COLUMNS + j] = sum + 0.0;
            }
        }
        return product;
    }
}
