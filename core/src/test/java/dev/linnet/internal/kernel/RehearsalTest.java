package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels that rehearse until the virtual machine has compiled them, and then take over. */
class RehearsalTest {
    /** C2 wants some dozens of rounds, and then seconds of a round after the other. */
    private static final int MOST_ROUNDS = 1_000_000;

    @Test
    @Tag("kernel")
    void kernelsThatRehearseAreCompiledAtLast() {
        Kernels kernels = KernelProvider.chosen();
        int rounds = 0;
        while (rounds < MOST_ROUNDS && !kernels.rehearse()) {
            rounds++;
        }
        assertTrue(rounds < MOST_ROUNDS, kernels.name());
        assertTrue(kernels.rehearse(), "they stay compiled");
    }

    @Test
    void kernelsTakeOverWhenTheyAreCompiled() {
        Kernels first = new ScalarKernels();
        RehearsedKernels chosen = new RehearsedKernels(3);
        Succession succession = new Succession(first, chosen);
        assertSame(first, succession.running());
        assertSame(chosen, succession.chosen());
        while (succession.running() == first) {
            succession.rehearse();
        }
        assertSame(chosen, succession.running());
        succession.rehearse();
        assertEquals(3, chosen.rounds, "who runs need not rehearse");
    }

    @Test
    void kernelsThatAreTheFirstRunAtOnce() {
        RehearsedKernels only = new RehearsedKernels(3);
        Succession succession = new Succession(only, only);
        succession.rehearse();
        assertSame(only, succession.running());
        assertEquals(0, only.rounds);
    }

    @Test
    void rehearsalsTakeNoMoreThanFiveRoundsAtATime() {
        RehearsedKernels chosen = new RehearsedKernels(1_000);
        Succession succession = new Succession(new ScalarKernels(), chosen);
        succession.rehearse();
        assertTrue(chosen.rounds >= 1 && chosen.rounds <= 5, chosen.rounds + " rounds");
        assertNotSame(chosen, succession.running());
    }

    /** Kernels that count how often they rehearse, and are compiled after so many rounds. */
    private static final class RehearsedKernels implements Kernels {
        private final Kernels kernels = new ScalarKernels();
        private final int needed;
        private int rounds;

        RehearsedKernels(int needed) {
            this.needed = needed;
        }

        @Override
        public String name() {
            return kernels.name();
        }

        @Override
        public boolean rehearse() {
            rounds++;
            return rounds >= needed;
        }

        @Override
        public GemmKernels gemm() {
            return kernels.gemm();
        }

        @Override
        public ElementwiseKernels elementwise() {
            return kernels.elementwise();
        }

        @Override
        public UpdateKernels update() {
            return kernels.update();
        }
    }
}
