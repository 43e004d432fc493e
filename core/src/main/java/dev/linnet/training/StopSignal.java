package dev.linnet.training;

/**
 * Ends runs from another thread: a run that has been {@linkplain Training#withStop handed} a signal ends after the step at
 * which it finds the signal given, and {@code fit} returns what has been learned.
 *
 * <p>Thread-safe. Given once, it stays given.
 */
public final class StopSignal {
    private volatile boolean given;

    /** A signal that has not been given. */
    public StopSignal() {}

    /** Gives the signal. */
    public void stop() {
        given = true;
    }

    /** Whether it has been given. */
    public boolean isGiven() {
        return given;
    }
}
