/* What it costs that two processors work on the same lines of a cache, or on lines side by side: nanoseconds a line, medians of 200 turns of both at once. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINES = 6272, TURNS = 200 }; /* lines of a thread: half of the weights of a layer of 784 x 128 */

typedef struct {
    _Alignas(64) double number;
} line;

enum work { OWN, SWAPPED, READ, REWRITTEN, NEIGHBOURS };

static line *arrays[2];
static enum work work;
static int stretch; /* lines that lie together, where a thread has every other stretch */
static double nanos[2][TURNS];
static volatile double sink;
static _Alignas(128) atomic_int arrived;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void meet(int *meetings) {
    *meetings += 1;
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < 2 * *meetings) {
    }
}

static void write_lines(line *lines, int count) {
    for (int i = 0; i < count; i++) {
        lines[i].number = lines[i].number * 0.5 + 1.0;
    }
}

static void read_lines(const line *lines) {
    double sum = 0.0;
    for (int i = 0; i < LINES; i++) {
        sum += lines[i].number;
    }
    sink = sum;
}

static void turn(int self, int number) {
    switch (work) {
        case OWN:
            write_lines(arrays[self], LINES);
            break;
        case SWAPPED:
            write_lines(arrays[(self + number) & 1], LINES);
            break;
        case READ:
            read_lines(arrays[1 - self]);
            break;
        case REWRITTEN:
            write_lines(arrays[self], LINES);
            break;
        case NEIGHBOURS: /* both arrays are one, of twice as many lines */
            for (int i = self * stretch; i < 2 * LINES; i += 2 * stretch) {
                write_lines(arrays[0] + i, stretch);
            }
    }
}

static void *run(void *argument) {
    int self = (int) (size_t) argument;
    int meetings = 0;
    cpu_set_t processor;
    CPU_ZERO(&processor);
    CPU_SET(self, &processor);
    pthread_setaffinity_np(pthread_self(), sizeof processor, &processor);
    for (int i = 0; i < TURNS; i++) {
        if (work == READ) {
            write_lines(arrays[self], LINES);
        } else if (work == REWRITTEN) {
            read_lines(arrays[1 - self]);
        }
        meet(&meetings);
        double start = now();
        turn(self, i);
        nanos[self][i] = (now() - start) / LINES;
        meet(&meetings);
    }
    return NULL;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void measure(enum work kind, int lines_together, const char *what) {
    pthread_t other;
    work = kind;
    stretch = lines_together;
    arrived = 0;
    if (pthread_create(&other, NULL, run, (void *) 1)) {
        exit(1);
    }
    run((void *) 0);
    pthread_join(other, NULL);
    qsort(nanos[0], TURNS, sizeof(double), compare);
    printf("%6.2f  %s\n", nanos[0][TURNS / 2], what);
}

int main(void) {
    arrays[0] = aligned_alloc(1 << 21, 1 << 22);
    arrays[1] = arrays[0] + LINES;
    memset(arrays[0], 0, 1 << 22);
    measure(OWN, 0, "written by the same processor each time");
    measure(SWAPPED, 0, "written by the other one before");
    measure(READ, 0, "read, written by the other one before");
    measure(REWRITTEN, 0, "written again, read by the other one in between");
    measure(NEIGHBOURS, 8, "written by the same processor each time, every other 8 lines");
    measure(NEIGHBOURS, 32, "every other 32 lines");
    measure(NEIGHBOURS, 128, "every other 128 lines");
    return 0;
}
