/** IDX files, the MNIST family of data sets and digit images, as data for Linnet. */
module dev.linnet.mnist {
    requires transitive dev.linnet.core;
    requires org.slf4j;
    requires java.net.http;

    exports dev.linnet.mnist;
}
