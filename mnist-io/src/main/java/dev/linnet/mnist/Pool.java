package dev.linnet.mnist;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Scratch memory that threads borrow for the length of one call.
 *
 * <p>Lock-free. When more threads ask at once than there are places, the rest get fresh memory that is not kept.
 *
 * @param <T> what is lent
 */
final class Pool<T> {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> make;

    /** Lends what {@code make} makes. */
    Pool(Supplier<T> make) {
        this.make = make;
    }

    /** {@return something whose content is unspecified, the caller's own until given back} */
    T take() {
        for (int i = 0; i < PLACES; i++) {
            T item = idle.get(i);
            if (item != null && idle.compareAndSet(i, item, null)) {
                return item;
            }
        }
        return make.get();
    }

    /** Ends a loan. */
    void giveBack(T item) {
        for (int i = 0; i < PLACES; i++) {
            if (idle.compareAndSet(i, null, item)) {
                return;
            }
        }
    }
}
