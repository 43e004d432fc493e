package dev.linnet.fuzz;

/** What Jazzer calls: one {@link Reader}, which is named in the arguments of the target. */
public final class FuzzTarget {
    private static Reader reader;

    private FuzzTarget() {}

    /** Called once, before anything else. */
    public static void fuzzerInitialize(String[] arguments) {
        reader = Reader.valueOf(arguments[0]);
    }

    /** Called with one file after the other. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        reader.check(bytes);
    }
}
