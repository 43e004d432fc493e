package dev.linnet.data;

/**
 * A data set whose features an augmentation changes, by seed, epoch and row; unchanged until it is told the epoch.
 *
 * <p>A selection of rows does not pass through to the base, because the numbers of the rows matter here.
 */
final class AugmentedRows extends DerivedDataset {

    private final Augmentation augmentation;
    private final ScratchPool<RandomDraws[]> draws;
    private final long seed;
    private final int epoch;

    /** An epoch that never is: the rows as they are. */
    private static final int NO_EPOCH = 0;

    private AugmentedRows(
            Dataset base, Augmentation augmentation, ScratchPool<RandomDraws[]> draws, long seed, int epoch) {
        super(base);
        this.augmentation = augmentation;
        this.draws = draws;
        this.seed = seed;
        this.epoch = epoch;
    }

    static Dataset of(Dataset base, Augmentation augmentation) {
        ScratchPool<RandomDraws[]> draws = new ScratchPool<>(one -> new RandomDraws[] {new RandomDraws()});
        return new AugmentedRows(base, augmentation, draws, 0, NO_EPOCH);
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new AugmentedRows(otherBase, augmentation, draws, seed, epoch);
    }

    @Override
    public Dataset select(int[] index) {
        return new SelectedRows(this, index);
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        return new AugmentedRows(base.atEpoch(seed, epoch), augmentation, draws, seed, epoch);
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        base.read(rows, from, to, features, targets);
        if (features == null || epoch == NO_EPOCH) {
            return;
        }
        RandomDraws[] random = draws.take(1);
        int width = base.features();
        for (int i = from; i < to; i++) {
            augmentation.apply(features, i * width, (i + 1) * width, random[0].start(seed, epoch, rows[i]));
        }
        draws.giveBack(random);
    }
}
