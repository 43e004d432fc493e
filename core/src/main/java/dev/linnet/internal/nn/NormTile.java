package dev.linnet.internal.nn;

/** The gain and the bias of a normalized layer, which stand one behind the other. */
abstract class NormTile implements Op.Tile {
    private final Parameter gain;
    private final Parameter bias;

    NormTile(Parameter gain, Parameter bias) {
        this.gain = gain;
        this.bias = bias;
    }

    @Override
    public final int from() {
        return gain.offset();
    }

    @Override
    public final int to() {
        return bias.end();
    }

    @Override
    public final boolean decays() {
        return false;
    }
}
