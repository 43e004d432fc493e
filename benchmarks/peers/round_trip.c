/* How long a word takes to another processor and back, in microseconds: the median of 20 times 10,000. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 20, TRIPS = 10000 };

static _Alignas(128) atomic_int there;
static _Alignas(128) atomic_int back;

static void *answer(void *unused) {
    for (int i = 1; i <= TIMES * TRIPS; i++) {
        while (atomic_load_explicit(&there, memory_order_acquire) != i) {
        }
        atomic_store_explicit(&back, i, memory_order_release);
    }
    return unused;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

int main(void) {
    double micros[TIMES];
    pthread_t thread;
    if (pthread_create(&thread, NULL, answer, NULL)) {
        return 1;
    }
    for (int i = 0, trip = 0; i < TIMES; i++) {
        double start = now();
        for (int k = 0; k < TRIPS; k++) {
            atomic_store_explicit(&there, ++trip, memory_order_release);
            while (atomic_load_explicit(&back, memory_order_acquire) != trip) {
            }
        }
        micros[i] = (now() - start) / TRIPS;
    }
    pthread_join(thread, NULL);
    qsort(micros, TIMES, sizeof micros[0], compare);
    printf("%.2f\n", micros[TIMES / 2]);
    return 0;
}
