package dev.linnet.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Gives the one {@link Kernels} of this JVM.
 *
 * <p>The choice is made once, at the first call, from facts about the JVM ({@link KernelFacts}) by a pure function
 * ({@link KernelChoice}). The vector kernels live in a class that only this one names, as a string, because it does not
 * link without the module {@code jdk.incubator.vector}.
 */
public final class KernelProvider {
    private static final String VECTOR_KERNELS = "dev.linnet.internal.kernel.VectorKernels";

    private KernelProvider() {}

    /**
     * Returns the kernels of this JVM, always the same ones.
     *
     * @throws IllegalStateException if the CPU has no fused multiply-add, or a system property asks for kernels that
     *     cannot be had; every call throws it again
     */
    public static Kernels kernels() {
        if (Holder.KERNELS == null) {
            throw new IllegalStateException(Holder.REFUSAL);
        }
        return Holder.KERNELS;
    }

    /** Makes the choice when it is first asked for; a refusal is kept as text so that no caller sees a linkage error. */
    private static final class Holder {
        static final Kernels KERNELS;
        static final String REFUSAL;

        static {
            Kernels kernels = null;
            String refusal = null;
            try {
                kernels = choose(KernelFacts.ofThisJvm());
            } catch (IllegalStateException e) {
                refusal = e.getMessage();
            }
            KERNELS = kernels;
            REFUSAL = refusal;
        }
    }

    private static Kernels choose(KernelFacts facts) {
        KernelChoice choice = KernelChoice.from(facts);
        Logger logger = System.getLogger("dev.linnet");
        Kernels kernels = new ScalarKernels();
        if (choice.vector()) {
            try {
                kernels = vectorKernels();
            } catch (ReflectiveOperationException | LinkageError e) {
                if (KernelChoice.VECTOR.equals(facts.requested())) {
                    throw new IllegalStateException("linnet.kernel=vector: the vector kernels do not load: " + e, e);
                }
                logger.log(Level.INFO, "Linnet runs its scalar kernel: the vector kernels do not load: " + e);
                return kernels;
            }
        }
        logger.log(
                choice.advice() ? Level.INFO : Level.DEBUG,
                "Linnet runs its {0} kernel: {1}",
                kernels.name(),
                choice.reason());
        return kernels;
    }

    private static Kernels vectorKernels() throws ReflectiveOperationException {
        ModuleLayer.boot().findModule(KernelFacts.VECTOR_MODULE).ifPresent(KernelProvider.class.getModule()::addReads);
        return Class.forName(VECTOR_KERNELS)
                .asSubclass(Kernels.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
