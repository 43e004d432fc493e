package dev.linnet.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Gives the {@link Kernels} of this JVM: those chosen, once they are compiled, and the scalar ones until then.
 *
 * <p>The choice is made once, at the first call, from facts about the JVM ({@link KernelFacts}) by a pure function
 * ({@link KernelChoice}). The vector kernels live in a class that only this one names, as a string, because it does not
 * link without the module {@code jdk.incubator.vector}.
 */
public final class KernelProvider {
    private static final String VECTOR_KERNELS = "dev.linnet.internal.kernel.VectorKernels";

    private KernelProvider() {}

    /**
     * Returns the kernels that run now: whoever needs the same ones throughout a batch keeps them.
     *
     * @throws IllegalStateException if the CPU has no fused multiply-add, or a system property asks for kernels that
     *     cannot be had; every call throws it again
     */
    public static Kernels kernels() {
        return succession().running();
    }

    /** Returns the kernels that run once they are compiled. */
    public static Kernels chosen() {
        return succession().chosen();
    }

    /** Gives kernels that are not compiled yet a moment to {@linkplain Kernels#rehearse rehearse}; called between batches. */
    public static void rehearse() {
        succession().rehearse();
    }

    private static Succession succession() {
        if (Holder.KERNELS == null) {
            throw new IllegalStateException(Holder.REFUSAL);
        }
        return Holder.KERNELS;
    }

    /** Makes the choice when it is first asked for; a refusal is kept as text so that no caller sees a linkage error. */
    private static final class Holder {
        static final Succession KERNELS;
        static final String REFUSAL;

        static {
            Succession kernels = null;
            String refusal = null;
            try {
                KernelFacts facts = KernelFacts.ofThisJvm();
                Kernels chosen = choose(facts);
                boolean atOnce = chosen instanceof ScalarKernels || KernelChoice.VECTOR.equals(facts.requested());
                kernels = new Succession(atOnce ? chosen : new ScalarKernels(), chosen);
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
