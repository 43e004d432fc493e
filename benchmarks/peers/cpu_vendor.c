/*
 * MKL asks this function whether the processor is Intel's, and takes slower code if not. Preloaded (LD_PRELOAD), it makes
 * MKL take the code that fits the instructions that the processor has.
 */
int mkl_serv_intel_cpu_true(void) {
    return 1;
}
