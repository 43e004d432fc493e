package dev.linnet.optim;

/** See {@link Schedule#oneCycle}. */
record OneCycle(double rising) implements Schedule {
    private static final double FIRST = 1.0 / 25.0;
    private static final double LAST = FIRST / 1e4;

    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        double peak = rising * steps - 1.0;
        if (step <= peak) {
            return peak == 0.0 ? 1.0 : cosine(FIRST, 1.0, step / peak);
        }
        return cosine(1.0, LAST, Math.min(1.0, (step - peak) / (steps - 1 - peak)));
    }

    /** Half a cosine from {@code from} to {@code to}. */
    private static double cosine(double from, double to, double progress) {
        return to + (from - to) * 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * progress));
    }
}
