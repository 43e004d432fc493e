/** A program that knows Linnet by its jars alone; PackagedJarsIT compiles and runs it. */
module stranger {
    requires dev.linnet.mnist;
}
