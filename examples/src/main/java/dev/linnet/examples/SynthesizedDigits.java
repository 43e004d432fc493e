package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.data.RandomDraws;
import dev.linnet.examples.StrokeSynthesizer.Written;
import dev.linnet.mnist.DigitImage;
import java.util.Optional;

/** Pictures of digits that a {@link StrokeSynthesizer} writes when they are read: other ones in every epoch. */
final class SynthesizedDigits implements Dataset {
    private static final Labels DIGITS = Labels.numbered(10);

    private final StrokeSynthesizer synthesizer;
    private final int size;
    private final long seed;
    private final int epoch;

    /** As many pictures, of all digits in turn; outside of a training, those of {@code seed}. */
    SynthesizedDigits(StrokeSynthesizer synthesizer, int size, long seed) {
        this(synthesizer, size, seed, 0);
    }

    private SynthesizedDigits(StrokeSynthesizer synthesizer, int size, long seed, int epoch) {
        this.synthesizer = synthesizer;
        this.size = size;
        this.seed = seed;
        this.epoch = epoch;
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        return new SynthesizedDigits(synthesizer, size, seed, epoch);
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        for (int i = from; i < to; i++) {
            if (features != null) {
                Written written = written(rows[i]);
                DigitImage.of(written.strokes(), written.inkWidth()).copyTo(features, i * DigitImage.PIXELS);
            }
            if (targets != null) {
                targets[i] = rows[i] % DIGITS.size();
            }
        }
    }

    /** What the picture in a row shows. */
    Written written(int row) {
        return synthesizer.write(row % DIGITS.size(), RandomDraws.of(seed, epoch, row));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int features() {
        return DigitImage.PIXELS;
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.of(DIGITS);
    }
}
