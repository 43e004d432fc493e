package dev.linnet.internal.kernel;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Takes every test but {@link KernelUnderTestTest} out of a run at lanes that this machine does not have.
 *
 * <p>The build says with {@code linnet.test.lanes} what a run is for: {@code none}, {@code usual}, or a width in bits.
 */
public final class LanesOfThisRun implements PostDiscoveryFilter {
    static final String NONE = "none";
    static final String USUAL = "usual";

    /** What the build asked for; a run that it did not start, as one in an editor, takes what it finds. */
    static final String ASKED = System.getProperty("linnet.test.lanes", USUAL);

    /** Returns whether this JVM's vectors are narrower than the run asks for. */
    static boolean tooWide() {
        return !ASKED.equals(NONE) && !ASKED.equals(USUAL) && Integer.parseInt(ASKED) > widestBits();
    }

    /**
     * Returns the width of this JVM's widest vectors in bits.
     *
     * @throws IllegalStateException if it has no Vector API
     */
    static int widestBits() {
        try {
            Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
            Object preferred = shape.getMethod("preferredShape").invoke(null);
            return (int) shape.getMethod("vectorBitSize").invoke(preferred);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a run at " + ASKED + " bits needs the module jdk.incubator.vector", e);
        }
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        boolean stays = !tooWide()
                || test.getSource().map(LanesOfThisRun::isOfKernelUnderTest).orElse(!test.isTest());
        return FilterResult.includedIf(stays);
    }

    private static boolean isOfKernelUnderTest(TestSource source) {
        String name = KernelUnderTestTest.class.getName();
        return (source instanceof ClassSource ofClass && ofClass.getClassName().equals(name))
                || (source instanceof MethodSource ofMethod
                        && ofMethod.getClassName().equals(name));
    }
}
