package dev.linnet.data;

import java.lang.reflect.Array;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Arrays that threads borrow for the length of one call, so that a view needs no new array per batch.
 *
 * <p>Lock-free. When more threads ask at once than there are places, the rest get fresh arrays that are not kept.
 *
 * @param <A> the array type
 */
final class ScratchPool<A> {

    private static final int PLACES = 16;

    private final AtomicReferenceArray<A> idle = new AtomicReferenceArray<>(PLACES);
    private final IntFunction<A> make;

    ScratchPool(IntFunction<A> make) {
        this.make = make;
    }

    /** An array of at least that length with unspecified content, the caller's own until given back. */
    A take(int length) {
        for (int i = 0; i < PLACES; i++) {
            A array = idle.getAndSet(i, null);
            if (array != null && Array.getLength(array) >= length) {
                return array;
            }
        }
        return make.apply(length);
    }

    void giveBack(A array) {
        for (int i = 0; i < PLACES; i++) {
            if (idle.compareAndSet(i, null, array)) {
                return;
            }
        }
    }
}
