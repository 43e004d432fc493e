package dev.linnet.mnist;

import dev.linnet.data.Labels;

/**
 * The data sets of the MNIST family: 60,000 images to train with and 10,000 to test with, each of 28 x 28 grey pixels
 * and in one of ten classes.
 *
 * <p>Their addresses and checksums are those that torchvision, TensorFlow Datasets and Keras use.
 */
@SuppressWarnings("ImmutableEnumChecker") // both fields are immutable, but do not wear Error Prone's annotation
public enum MnistVariant {
    /** Handwritten digits, by LeCun, Cortes and Burges. */
    MNIST(Labels.numbered(10), Publication.of("mnist", """
        https://ossci-datasets.s3.amazonaws.com/mnist/
        https://storage.googleapis.com/cvdf-datasets/mnist/
        http://yann.lecun.com/exdb/mnist/
        """, """
        440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609 9912422 train-images-idx3-ubyte.gz
        3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c   28881 train-labels-idx1-ubyte.gz
        8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6 1648877 t10k-images-idx3-ubyte.gz
        f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6    4542 t10k-labels-idx1-ubyte.gz
        """)),

    /** Pictures of clothes, by Xiao, Rasul and Vollgraf (Zalando Research). */
    FASHION_MNIST(
            Labels.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"),
            Publication.of("fashion-mnist", """
                https://storage.googleapis.com/tensorflow/tf-keras-datasets/
                https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/
                http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/
                """, """
                3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84 26421880 train-images-idx3-ubyte.gz
                a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845    29515 train-labels-idx1-ubyte.gz
                346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073  4422102 t10k-images-idx3-ubyte.gz
                67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5     5148 t10k-labels-idx1-ubyte.gz
                """)),

    /** Kuzushiji-MNIST: ten characters of cursive Japanese, by Clanuwat and others (CODH). */
    KMNIST(Labels.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"), Publication.of("kmnist", """
        https://codh.rois.ac.jp/kmnist/dataset/kmnist/
        http://codh.rois.ac.jp/kmnist/dataset/kmnist/
        """, """
        51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4 18165135 train-images-idx3-ubyte.gz
        e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17    29497 train-labels-idx1-ubyte.gz
        edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5  3041136 t10k-images-idx3-ubyte.gz
        20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c     5120 t10k-labels-idx1-ubyte.gz
        """));

    private final Labels labels;
    private final Publication publication;

    MnistVariant(Labels labels, Publication publication) {
        this.labels = labels;
        this.publication = publication;
    }

    /** {@return the names of the ten classes} */
    public Labels labels() {
        return labels;
    }

    /** {@return where the files are and what they must be} */
    Publication publication() {
        return publication;
    }
}
