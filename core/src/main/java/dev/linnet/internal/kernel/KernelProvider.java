package dev.linnet.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives the {@link Kernels} of this JVM: those chosen, once they are compiled, and the scalar ones until then.
 *
 * <p>The choice is made once, at the first call, from facts about the JVM ({@link KernelFacts}) by a pure function
 * ({@link KernelChoice}). The vector kernels live in a class that only this one names, as a string, because it does not
 * link without the module {@code jdk.incubator.vector}.
 */
public final class KernelProvider {
    private static final String VECTOR_KERNELS = "dev.linnet.internal.kernel.VectorKernels";

    /** How much longer than a rehearsal the pause after it lasts: so it takes a tenth of the time. */
    private static final int PAUSE = 9;

    private KernelProvider() {}

    /**
     * Returns the kernels that run now: whoever needs the same ones throughout a batch keeps them.
     *
     * @throws IllegalStateException if the CPU has no fused multiply-add, or a system property asks for kernels that
     *     cannot be had; every call throws it again
     */
    public static Kernels kernels() {
        Kernels kernels = Holder.running;
        if (kernels == null) {
            throw new IllegalStateException(Holder.REFUSAL);
        }
        return kernels;
    }

    /** Returns the kernels that run once they are compiled. */
    public static Kernels chosen() {
        kernels(); // or the refusal
        return Holder.CHOSEN;
    }

    /**
     * Gives the chosen kernels a moment to {@linkplain Kernels#rehearse rehearse}, unless they run already, had one just now, or
     * have one in another thread; called between batches.
     *
     * @return the kernels that run now
     */
    public static Kernels rehearsed() {
        if (kernels() != Holder.CHOSEN && Holder.REHEARSES.compareAndSet(false, true)) {
            try {
                rehearse();
            } finally {
                Holder.REHEARSES.set(false);
            }
        }
        return Holder.running;
    }

    private static void rehearse() {
        long start = System.nanoTime();
        if (start - Holder.nextRehearsal >= 0) {
            boolean ready = Holder.CHOSEN.rehearse();
            long end = System.nanoTime();
            Holder.nextRehearsal = end + PAUSE * (end - start);
            if (ready) {
                Holder.running = Holder.CHOSEN;
            }
        }
    }

    /** Makes the choice when it is first asked for; a refusal is kept as text so that no caller sees a linkage error. */
    private static final class Holder {
        static final Kernels CHOSEN;
        static final String REFUSAL;
        static final AtomicBoolean REHEARSES = new AtomicBoolean();
        static volatile Kernels running;
        static long nextRehearsal = System.nanoTime();

        static {
            Kernels kernels = null;
            String refusal = null;
            try {
                kernels = choose(KernelFacts.ofThisJvm());
            } catch (IllegalStateException e) {
                refusal = e.getMessage();
            }
            CHOSEN = kernels;
            boolean insisted = KernelChoice.VECTOR.equals(System.getProperty("linnet.kernel"));
            running = kernels == null || insisted || kernels.rehearse() ? kernels : new ScalarKernels();
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
